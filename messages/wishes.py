"""Wishes: what a client may ask the bot for by one word, in any of the eight languages: take an answer back, answer
again, be left in peace for some weeks, another language, what is kept about them.

A wish is a whole message, with no more than its argument behind it, as a word (`PAUSE 2`) or as a command (`/pause 2`).
None is a word that stops or starts, a number or how somebody feels. `RESUME` is among the words that start, too: it
ends a pause while there is one, and means what it always did while there is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from babel import Locale

from measures.numerals import WORDS
from messages.keywords import LONGEST, Keyword, bare, keyword, unaccented, words_of
from messages.words import LANGUAGES


class Wish(StrEnum):
    """What is asked for."""

    UNDO = "undo"
    REDO = "redo"
    PAUSE = "pause"
    RESUME = "resume"
    LANGUAGE = "language"
    MY_DATA = "mydata"


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish. `weeks`: of a pause, 0 if not said, or more than there may be; `language`: a code, empty if not said."""

    wish: Wish
    weeks: int = 0
    language: str = ""


TABLES: Mapping[Wish, frozenset[str]] = {
    Wish.UNDO: words_of("undo|deshacer|rückgängig|zurück|zurueck|retour|desfazer|terug|ongedaan maken|indietro|cofnij"),
    Wish.REDO: words_of(
        """redo|do it again|repetir|nochmal|noch mal|noch einmal|wiederholen|refaire
        refazer|opnieuw|nog een keer|rifai|rifare|ripeti|ponownie|jeszcze raz|od nowa"""
    ),
    Wish.PAUSE: words_of("pause|pausa|pauze|pauza|przerwa"),
    Wish.RESUME: words_of("resume|fortsetzen|reanudar|reprendre|retomar|hervatten|riprendi|wznów"),
    Wish.LANGUAGE: words_of("language|idioma|sprache|langue|língua|taal|lingua|język"),
    Wish.MY_DATA: words_of(
        """mydata|my data|misdatos|mis datos|meinedaten|meine daten|mesdonnées|mes données|meusdados|meus dados
        os meus dados|mijngegevens|mijn gegevens|imieidati|i miei dati|miei dati|mojedane|moje dane"""
    ),
}
YES = words_of("yes|ok|okay|ja|sí|oui|sim|sì|tak")
"""What agrees where we have just asked whether something is so; anywhere else they are words like others."""

WEEKS = words_of(
    "w|week|weeks|woche|wochen|semana|semanas|semaine|semaines|weken|settimana|settimane|tydzień|tygodnie|tygodni"
)
MOST_WEEKS = 12
"""The longest pause that may be asked for by a word (ours)."""

CODE = 2
"""Letters of a language's code; of one that we do not know we ask which is meant."""

COMMAND, NEAR = "/", 0.7
"""What a command begins with, and how like another it must be."""

ARGUED = re.compile(r"(?P<word>.+?) (?P<argument>\S+)(?: (?P<unit>\S+))?")


def wished(text: str) -> Wished | None:
    """What a message asks for; None for anything longer or else."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        return None
    word = bare(trimmed.partition("@")[0].replace("_", " ") if trimmed.startswith(COMMAND) else trimmed)
    plain = _of(word)
    if plain is not None:
        return Wished(plain)
    found = ARGUED.fullmatch(word)
    return _argued(found["word"], found["argument"], found["unit"] or "") if found else None


def agrees(text: str) -> bool:
    """Whether a message is a yes and nothing else."""
    return len(text) <= LONGEST and bare(text) in YES


def nearest(text: str) -> str:
    """The command that a mistyped one is most like, such as `/pause`; empty if it is like none."""
    typed = bare(text.partition("@")[0].split()[0].replace("_", ""))
    close = get_close_matches(typed, sorted(commands()), n=1, cutoff=NEAR)
    return f"{COMMAND}{close[0]}" if close else ""


@cache
def commands() -> frozenset[str]:
    """What may stand behind a `/`: the wishes of one word in every language, and stop, start and help in English."""
    wishes = frozenset(word for words in TABLES.values() for word in words if " " not in word)
    return wishes | {Keyword.STOP.value, Keyword.START.value, Keyword.HELP.value}


@cache
def own_names() -> Mapping[str, str]:
    """What each language calls itself."""
    return {code: _name(code, code).capitalize() for code in LANGUAGES}


@cache
def _names() -> Mapping[str, str]:
    """The language that a code or a name means, in any of the eight."""
    found = {unaccented(_name(code, by).casefold()): code for code in LANGUAGES for by in LANGUAGES}
    return {**found, "castellano": "es", **{code: code for code in LANGUAGES}}


def _name(code: str, by: str) -> str:
    return str(Locale(by).languages[code])


def _of(word: str) -> Wish | None:
    return next((wish for wish, words in TABLES.items() if word in words), None)


def _argued(word: str, argument: str, unit: str) -> Wished | None:
    match _of(word):
        case Wish.PAUSE if not unit or unit in WEEKS:
            weeks = _number(argument)
            return None if weeks is None else Wished(Wish.PAUSE, weeks if weeks <= MOST_WEEKS else 0)
        case Wish.LANGUAGE if not unit:
            known = _names().get(argument, "")
            return Wished(Wish.LANGUAGE, language=known) if known or len(argument) == CODE else None
        case _:
            return None


def _number(word: str) -> int | None:
    """A whole number in figures, or spelled in any of the languages; None if it is none."""
    if word.isascii() and word.isdecimal():
        return int(word)
    spelled = (number for row in WORDS.values() for number, forms in enumerate(row) if word in map(unaccented, forms))
    return next(spelled, None)


def means(text: str) -> bool:
    """Whether a message is one of the words the bot knows, always or where it has asked."""
    return keyword(text) is not None or wished(text) is not None or agrees(text)
