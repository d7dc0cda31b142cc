"""`meantime read`, `meantime course`: try how a reply is read and how a course is judged; needs no config."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.common import CommandError, Json, language_of, library_here, out
from measures.course import BadCourse, Course, Written, course_of
from measures.datafile import DataFileError
from measures.explain import explain, summary
from measures.library import Library
from measures.progress import judge
from measures.reading import Asked, read
from measures.readings import as_record
from measures.record import as_record as progress_record
from messages.wording import shipped

File = Annotated[Path | None, typer.Option("--file", help="One a line, - for stdin; prints one JSON object a line.")]
STDIN = Path("-")


OPTION = re.compile(r"--[A-Za-z][\w-]*")
MISSING = "-"
KEYS = ("profile", "measure", "age", "rater", "scores")
EXAMPLE = '{"profile": "icce-2012", "measure": "ors", "age": "adult", "scores": [16, 18.5]}'


def read_reply(
    text: Annotated[str | None, typer.Argument(help="What a client wrote; after -- it may begin with --.")] = None,
    measure: Annotated[str, typer.Option(help="What was asked.")] = "ors",
    lang: Annotated[str, typer.Option(help="The client's language.")] = "en",
    items: Annotated[int, typer.Option(help="How many items were asked; 0 means all of the measure.")] = 0,
    file: File = None,
    as_json: Json = False,
) -> None:
    """Show how a reply is read. As ratings, or why it is asked back.

    In a file, \\n in a line stands for a new line of the same reply.
    """
    if (text is None) == (file is None):
        raise typer.BadParameter("Give either the text that a client wrote or --file.")
    asked = _asked(measure, lang, items)
    if file is not None:
        for line in _lines(file):
            print(json.dumps(as_record(read(line.replace("\\n", "\n"), asked)), ensure_ascii=False))
        return
    text = text or ""
    _refuse_options([text])
    record = as_record(read(text, asked))
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
    else:
        out.print(f"{record['kind']}: {record['values']} {record['remark'] or ''}".strip(), markup=False)


def _asked(measure: str, lang: str, items: int) -> Asked:
    chosen, lang = library_here().instrument(measure), language_of(lang)
    if not 0 <= items <= len(chosen.items):
        raise CommandError(f"{measure} has {len(chosen.items)} items: give --items from 1 to {len(chosen.items)}.")
    count = items or len(chosen.items)
    words = shipped(measure, lang)
    labels = tuple(item.labels for item in words.items) if words and count == len(chosen.items) else ()
    options = words.options if words else ()
    return Asked(count, chosen.low, chosen.high, chosen.step, lang, labels, chosen.higher_is_better, options=options)


def _refuse_options(words: Sequence[str]) -> None:
    """Numbers below zero and a client's dashes are no options, so typer lets all that it does not know pass. Behind
    `--` nothing is an option.
    """
    if "--" in sys.argv:
        return
    if strange := next((word for word in words if OPTION.fullmatch(word)), None):
        raise typer.BadParameter(f"No such option: {strange}")


def course(
    scores: Annotated[
        list[str] | None,
        typer.Argument(help="Totals in order, the first is the intake; items as 7,6.5,8,7; - for what is missing."),
    ] = None,
    measure: Annotated[str, typer.Option(help="The measure.")] = "ors",
    rules: Annotated[str, typer.Option("--profile", help="The rules that judge.")] = "icce-2012",
    age: Annotated[str, typer.Option(help="adult, adolescent or child.")] = "adult",
    rater: Annotated[str, typer.Option(help="Who rated: self or carer.")] = "self",
    explained: Annotated[bool, typer.Option("--explain", help="Say why each flag fired or did not.")] = False,
    file: File = None,
    as_json: Json = False,
) -> None:
    """Judge a course of totals by a profile. In a file, each line is a course as JSON; blank lines are passed over."""
    if scores and file is not None:
        raise typer.BadParameter("Give either ratings or --file.")
    library = library_here()
    if file is not None:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                print(json.dumps(_judged_line(library, number, line), ensure_ascii=False))
        return
    _refuse_options([one for one in scores or [] if one != MISSING])
    wanted = course_of(library, rules, measure, age, rater, [_written(one) for one in scores or []])
    progress = judge(wanted)
    sentences = explain(wanted, progress) if explained else summary(wanted, progress)
    if as_json:
        record = progress_record(progress)
        print(json.dumps(record | ({"explain": sentences} if explained else {}), ensure_ascii=False))
        return
    for line in sentences:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _written(score: str) -> Written:
    """A total, or the items with commas between them; `-` for one that is missing."""
    if score == MISSING:
        return None
    return [None if item == MISSING else item for item in score.split(",")] if "," in score else score


def _judged_line(library: Library, number: int, line: str) -> dict[str, object]:
    try:
        return progress_record(judge(_course_line(library, json.loads(line, object_pairs_hook=_once))))
    except (BadCourse, DataFileError) as error:
        raise CommandError(f"Line {number} is no course. {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CommandError(f"Line {number} is no course. It should look like {EXAMPLE}.") from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of a file, whose keys must be known and stand there once. Raises BadCourse."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key not in KEYS:
            raise BadCourse(f"The key {key!r} is not known: use {', '.join(KEYS[:-1])} and {KEYS[-1]}.")
        if key in found:
            raise BadCourse(f"The key {key!r} stands there twice: keep one.")
        found[key] = value
    return found


def _course_line(library: Library, one: dict[str, Any]) -> Course:
    """A course from a line of a file. Raises BadCourse; KeyError, TypeError and the like on another shape."""
    if not isinstance(one["scores"], list):
        raise TypeError(one["scores"])
    ratings = [items if isinstance(items, list) else [items] for items in one["scores"]]
    quoted = next((score for score in chain(*ratings) if isinstance(score, str)), None)
    if quoted is not None:
        raise BadCourse(f"A score is a number without quotes, not {json.dumps(quoted, ensure_ascii=False)}.")
    return course_of(library, one["profile"], one["measure"], one["age"], one.get("rater", "self"), one["scores"])


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file, blank ones too; only a new line ends one, whatever else a client's telephone sends."""
    try:
        text = (sys.stdin.buffer.read() if file == STDIN else file.read_bytes()).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file {file.name} cannot be read as UTF-8 text.") from error
    return (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text)
