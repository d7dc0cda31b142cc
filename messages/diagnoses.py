"""Diagnoses: beginnings of words that no SMS of ours has, because a phone lies open on a table.

Looked for at the start of a word, without case and accents, in the words of a template and in the practice's name; a
beginning with a full stop behind it is a whole word. Not looked through are the items of a measure, which are asked as
they were published, and the practice's lines for somebody in need, as some crisis lines have such a word in their name.
"""

import re
from collections.abc import Mapping
from functools import cache

from messages.keywords import unaccented

EVERYWHERE = "phq gad7 gad-7 ptsd adhd bipolar borderline burnout suicid suizid trauma depres diagno schizo autis anore"
EVERYWHERE += " bulimi boulimi panic"
"""In every language."""

BEGINNINGS: Mapping[str, str] = {
    "en": "anxi disorder psychosis psychotic addict ocd. self-harm phobi",
    "es": "ansied trastorno psicosis psicotic esquizo adicc adict toc. autoles fobi",
    "de": "angst storung psychose psychotisch suchtkrank suchtmittel zwang autis magersucht selbstverletz panik phobi"
    " selbstmord",
    "fr": "anxi trouble psychose psychotique addict toc. automutil phobi",
    "pt": "ansied transtorno perturbac psicose psicotic esquizo dependenc automutil fobi",
    "nl": "angst stoornis psychose psychotisch verslav dwang zelfbeschadig paniek fobi zelfmoord",
    "it": "ansia ansie disturbo psicosi psicotic dipendenz doc. autolesion fobi",
    "pl": "lekow zaburz psychoz psychotycz uzalezn ocd. autyz samookalecz panik fobi samoboj",
}


def diagnosis(text: str, language: str) -> str:
    """The first word in a text that tells of a diagnosis; empty if there is none."""
    found = _pattern(language).search(unaccented(text.casefold()))
    return found[0] if found else ""


@cache
def _pattern(language: str) -> re.Pattern[str]:
    beginnings = f"{EVERYWHERE} {BEGINNINGS[language]}".split()
    words = [f"{one[:-1]}\\b" if one.endswith(".") else f"{one}\\w*" for one in beginnings]
    return re.compile(rf"\b(?:{'|'.join(words)})")
