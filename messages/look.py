"""A look: colours of a picture and the lengths on it, in pixels of a picture that is 1080 wide.

Telegram shows it some 400 pixels wide on a phone, so nothing is written smaller than 30. The colours are of Okabe and
Ito's palette, darkened or lightened until they can be read on the ground; what they tell apart differs in dashes and
marks as well.
"""

from dataclasses import dataclass
from enum import StrEnum

WIDTH, DPI = 1080, 200
LEFT, RIGHT, TOP, FOOT, EDGE = 92, 240, 250, 22, 30
COURSE, ALLIANCE, CAPTION, DATES, KEY = 600, 170, 84, 72, 46
"""Heights: of the two panels, what stands above the lower one, the days below, and a line of the key."""
HUGE, LARGE, SMALL = 50, 38, 30
"""Heights of letters."""
LETTER, BOLD = 0.6, 0.68
"""How wide letters are on average, of their height."""


class Theme(StrEnum):
    """What it is looked at on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a theme."""

    ground: str
    ink: str
    faint: str
    grid: str
    course: str
    cutoff: str
    expected: str
    behind: str
    band: str
    alliance: str


LOOKS = {
    Theme.LIGHT: Look(
        ground="#ffffff",
        ink="#1a1a1a",
        faint="#595959",
        grid="#cfcfcf",
        course="#0072b2",
        cutoff="#b84700",
        expected="#00735a",
        behind="#bfe6d9",
        band="#e2e2e2",
        alliance="#a03c74",
    ),
    Theme.DARK: Look(
        ground="#17191c",
        ink="#f2f2f2",
        faint="#b8b8b8",
        grid="#4a5058",
        course="#56b4e9",
        cutoff="#ff9a5c",
        expected="#2fd0a2",
        behind="#0f4a3a",
        band="#363b43",
        alliance="#e695c0",
    ),
}


def points(pixels: float) -> float:
    """A length as matplotlib has it."""
    return pixels * 72 / DPI
