"""The papers say what is true: every command, config key, path and make target they name exists, and the reverse."""

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from bot.config import Config
from bot.environment import keys

ROOT = Path(__file__).parent.parent
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = "\n".join(paper.read_text(encoding="utf-8") for paper in PAPERS)
CODE = re.findall(r"`([^`\n]+)`", TEXT) + re.findall(r"^    (.+)$", TEXT, re.MULTILINE)
GROUPS = {"therapist", "client", "appointment", "schedule", "rating", "holiday", "calendar", "key", "wording", "verify"}
GROUPS |= {"alert"}
SECTIONS = {section for section, _, _ in keys(Config)}


def commands() -> set[str]:
    """Every command there is: `run`, `client add`, …"""
    found: set[str] = set()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in inner} if inner else {name}
    return found


def named_commands() -> set[str]:
    """Every command that the papers name, after `meantime` or alone between backticks."""
    found: set[str] = set()
    for code in CODE:
        for match in re.finditer(r"(?:^(?!meantime )|meantime )([a-z]+)(?: ([a-z-]+))?", code):
            first, second = match.groups()
            found |= {f"{first} {second}"} if first in GROUPS else {first}
    return found


def test_every_command_is_in_the_readme() -> None:
    assert commands() - named_commands() == set()


def test_every_command_that_the_papers_show_exists() -> None:
    shown = set()
    for match in re.finditer(r"meantime ([a-z]+)(?: ([a-z-]+))?", "\n".join(CODE)):
        first, second = match.groups()
        shown.add(f"{first} {second}" if first in GROUPS else first)
    assert shown - commands() == set()


def test_every_config_key_that_the_papers_name_exists() -> None:
    known = {f"{section}.{key}" for section, key, _ in keys(Config)}
    named = {code for code in CODE if re.fullmatch(r"[a-z]+\.[a-z_]+", code) and code.split(".")[0] in SECTIONS}
    assert named
    assert named - known == set()
    written = re.findall(r"\bMEANTIME_([A-Z]+)__([A-Z_]+?)(?:_FILE)?\b", TEXT)
    assert {f"{section}.{key}".lower() for section, key in written} - known == set()


def test_every_section_of_the_config_is_explained_in_the_example() -> None:
    example = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    assert set(example) == SECTIONS


def test_every_make_target_that_the_papers_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for code in CODE for target in re.findall(r"\bmake ([a-z]+)", code)}
    assert {"demo", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_path_and_link_exists(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    rooms = ("bot", "handlers", "scheduler", "messages", "measures", "storage", "docs", "tests", "benchmarks")
    paths = [code for code in re.findall(r"`([^`\s]+)`", text) if code.split("/")[0] in rooms and "/" in code]
    for name in links:
        assert (paper.parent / name).exists(), name
    for name in paths:
        assert list(ROOT.glob(name.rstrip("/"))), name
