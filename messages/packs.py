"""A pack: the wording of a licence holder, or of the practice's own instrument, with what its licence allows."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from measures.datafile import Reader
from measures.instrument import Instrument
from messages.envelope import Channel
from messages.wording import Kind, Wording, wording_of
from messages.words import LANGUAGES

NEVER, NONE = "never", "none"
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
"""What stands around a value in a template."""
SOON = 30
"""Days before its end in which an operator is told of it (ours)."""
LONGEST_ID = 24
"""Characters of a measure's id that fit into the 64 bytes of a Telegram button beside request, item and answer."""
WHOLE = 10
"""Tenths in one point."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A wording and its licence: `licence` is its id, `channels` those it may be sent by, `expires` its last day (UTC;
    None: it never does), and `attested_by` whoever said on `attested_on` that the practice holds it."""

    measure: str
    language: str
    licensor: str
    licence: str
    channels: frozenset[Channel]
    expires: date | None
    attested_by: str
    attested_on: date
    wording: Wording

    def in_force(self, today: date) -> bool:
        """Whether it may be sent on that day."""
        return self.attested_on <= today and (self.expires is None or today <= self.expires)

    def days_left(self, today: date) -> int | None:
        """Days until it expires, its last day being 0; below that it has. None: it never does."""
        return None if self.expires is None else (self.expires - today).days


def pack_of(file: Reader, instruments: Mapping[str, Instrument]) -> Pack:
    """A pack from its file, fit for its instrument. Raises DataFileError with file, key and reason."""
    measure = file.choice("measure", *instruments)
    pack = Pack(
        measure=measure,
        language=file.choice("language", *LANGUAGES),
        licensor=file.text("licensor"),
        licence=file.text("licence"),
        channels=_channels(file),
        expires=None if file.says("expires", NEVER) else file.day("expires"),
        attested_by=file.text("attested_by"),
        attested_on=file.day("attested_on"),
        wording=_wording(file, instruments[measure]),
    )
    file.done()
    return pack


def require_in_force(file: Reader, pack: Pack, today: date) -> None:
    """Raises DataFileError unless the pack may be used today."""
    if pack.attested_on > today:
        raise file.wrong("attested_on", f"{pack.attested_on} is still to come: nobody can have attested to it then")
    if not pack.in_force(today):
        raise file.wrong("expires", f"the licence ended on {pack.expires}: ask {pack.licensor} for a new one")


def to_see_to(pack: Pack, today: date, on: Collection[Channel]) -> list[str]:
    """What an operator should know of it, each as what it does: `expires in 12 days`. `on`: channels in use."""
    left, found = pack.days_left(today), []
    if today < pack.attested_on:
        found.append(f"is not in force before {pack.attested_on}")
    if left is not None and left < 0:
        found.append(f"expired on {pack.expires}")
    elif left is not None and left <= SOON:
        found.append(f"expires in {left} days, on {pack.expires}")
    found += [f"may not be sent by {one}, which is switched on" for one in sorted(on) if one not in pack.channels]
    return found


def points(instrument: Instrument) -> range:
    """The whole points of an item, in tenths, from low to high."""
    return range(-(-instrument.low // WHOLE) * WHOLE, instrument.high + 1, WHOLE)


def _channels(file: Reader) -> frozenset[Channel]:
    known, given = [str(one) for one in Channel], file.texts("channels")
    if not given:
        raise file.wrong("channels", f"is empty: name those the licence allows, of {', '.join(known)}")
    if strange := next((one for one in given if one not in known), None):
        raise file.wrong("channels", f"{strange} is not known; there are {', '.join(known)}")
    return frozenset(map(Channel, given))


def _wording(file: Reader, instrument: Instrument) -> Wording:
    version = file.text("version")
    if not VERSION.fullmatch(version):
        raise file.wrong("version", "must be at most 32 letters, digits, dots and dashes")
    wording = wording_of(file, Kind.PACK, version)
    if not wording.rights:
        raise file.wrong("rights", f'is missing: the notice to be shown, or "{NONE}"')
    _check(file, wording, instrument)
    return replace(wording, rights="") if wording.rights == NONE else wording


def _check(file: Reader, wording: Wording, instrument: Instrument) -> None:
    """Whether the texts are those of this instrument."""
    if len(instrument.id) > LONGEST_ID:
        raise file.wrong("measure", f"give the instrument an id of at most {LONGEST_ID} characters: buttons carry it")
    wanted, found = len(instrument.items), len(wording.items)
    if found != wanted:
        raise file.wrong("items", f"there are {found}, but {instrument.id} has {wanted}")
    names = [item.labels[0] for item in wording.items]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise file.wrong("items", f"two have the name {twice}: an answer shows under it which one it is of")
    labels = [label for item in wording.items for label in item.labels]
    for key, said in (("labels", labels), ("options", [one.casefold() for one in wording.options])):
        if twice := next((one for one in said if said.count(one) > 1), None):
            raise file.wrong(key, f"{twice} is there twice: nobody could tell which one an answer means")
    if strange := next((one for one in _texts(wording) if PLACEHOLDER.search(one)), None):
        raise file.wrong("items", f"{strange!r} has a placeholder in it: write the words, which are shown as they are")
    count = len(points(instrument))
    if wording.options and len(wording.options) != count:
        raise file.wrong("options", f"there are {len(wording.options)}, but {instrument.id} has {count} whole points")


def _texts(wording: Wording) -> list[str]:
    """Everything in a wording that is shown."""
    own = [wording.title, wording.intro, wording.low, wording.high, wording.rights, *wording.options]
    return own + [text for item in wording.items for text in (item.name, item.prompt, *item.labels)]
