"""Wordings for tests: a licence holder's pack as it comes, whose words are made up, and the shipped ones."""

from pathlib import Path

from messages.wording import Wording, shipped

PACK = """
measure = "ors"
language = "en"
version = "3"
licensor = "The Licensor"
licence = "L-2026-17"
channels = ["telegram", "sms"]
expires = 2030-12-31
attested_by = "Ana Lindt"
attested_on = 2026-01-02
rights = "(c) The Licensor. Used by permission, L-2026-17."
title = "How things are"
intro = "Look back over the week."
low = "low"
high = "high"
[[items]]
name = "First"
prompt = "How is the first?"
labels = []
[[items]]
name = "Second"
prompt = "How is the second?"
labels = ["other"]
[[items]]
name = "Third"
prompt = "How is the third?"
labels = []
[[items]]
name = "Fourth"
prompt = "How is the fourth?"
labels = []
"""


def pack_file(folder: Path, **keys: str) -> Path:
    """The pack with some keys as given (TOML), a line of its own each; None leaves a key out."""
    text = PACK
    for key, value in keys.items():
        (line,) = [line for line in PACK.splitlines() if line.startswith(f"{key} = ")][:1]
        text = text.replace(line, f"{key} = {value}" if value else "", 1)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pack.toml"
    file.write_text(text, encoding="utf-8")
    return file


def worded(measure: str, language: str) -> Wording:
    """The shipped wording of a measure, which must be there: `ors`, or `ors/other` for who is asked of another."""
    name, _, other = measure.partition("/")
    wording = shipped(name, language, of_another=bool(other))
    assert wording is not None
    return wording
