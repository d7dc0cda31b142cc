"""`meantime wording`: in whose words measures are asked, and the packs of licence holders."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from bot.commands.common import Json, as_text, current_config, language_of, out, show
from bot.config import practice_of
from bot.shelf import Shelf
from handlers import asking
from handlers.case import Case, Request, RequestState
from handlers.people import Client
from handlers.practice import Practice
from messages.envelope import Address, Channel
from messages.packs import Pack, to_see_to
from messages.promises import CHEAP
from messages.sms import segments
from messages.wording import shipped
from messages.wordings import WORDINGS, Wordings, read_valid_pack
from messages.words import LANGUAGES

NOTE = (
    "The neutral wordings are Meantime's own. Norms, cut-offs and reliable change of the ORS family were made on the"
    " licensed wording and are not validated for ours."
)
NOWHERE = "not available"
Record: TypeAlias = dict[str, Any]
"""A line of the list. Any: it is printed and nothing else."""

wording_app = typer.Typer(help="The words that measures are asked in.", no_args_is_help=True)


@wording_app.command("install")
def wording_install(
    files: Annotated[list[Path], typer.Argument(help="Packs; each says its measure and language.")],
    over: Annotated[bool, typer.Option("--replace", help="Replace what is installed.")] = False,
    as_json: Json = False,
) -> None:
    """Install wording packs. All of them, or none if one is wrong."""
    config, today = current_config(), _today()
    practice = practice_of(config, Wordings())
    shelf = Shelf(config.practice.library / WORDINGS, practice.library.instruments)
    packs = [(file, read_valid_pack(file, practice.library.instruments, today)) for file in files]
    for file, pack in packs:
        shelf.require_place(file, pack, over=over)
    for file, pack in packs:
        shelf.put(file, pack)
    records = [{**_record(pack, today, practice), "sms_segments": _segments(practice, pack)} for _, pack in packs]
    if as_json:
        print(as_text(records))
    else:
        print("\n".join([*map(_sentence, records), "Next: restart `meantime run`."]))


@wording_app.command("remove")
def wording_remove(measure: str, lang: str) -> None:
    """Remove a pack. Also what it had replaced."""
    config = current_config()
    Shelf(config.practice.library / WORDINGS, {}).remove(measure, language_of(lang))
    print(f"Removed the pack for {measure} in {lang}. Next: restart `meantime run`.")


@wording_app.command("list")
def wording_list(as_json: Json = False) -> None:
    """List what each measure is asked in. With licences, and how long they last."""
    practice, today = practice_of(current_config()), _today()
    records = [
        record
        for measure in sorted(practice.library.instruments)
        for language in LANGUAGES
        for record in _of(practice, measure, language, today)
    ]
    if as_json:
        print(as_text({"note": NOTE, "wordings": records}))
        return
    show([_short(one) for one in _together(records)], as_json=False, title="Wordings", empty="")
    out.print(f"\n{NOTE}", markup=False)


def _today() -> date:
    return datetime.now(UTC).date()


def _of(practice: Practice, measure: str, language: str, today: date) -> Iterator[Record]:
    """What there is of a measure in a language: the pack first, as it goes first."""
    pack, ours = practice.wordings.packs.get((measure, language)), shipped(measure, language)
    if pack is not None:
        yield _record(pack, today, practice)
    if ours is not None:
        yield _line(measure, language, ours.key)
    if pack is None and ours is None:
        yield _line(measure, language, NOWHERE)


def _line(measure: str, language: str, wording: str) -> Record:
    empty = dict.fromkeys(("licensor", "licence", "channels", "expires", "days_left"))
    return {"measure": measure, "language": language, "wording": wording, **empty, "to_see_to": []}


def _record(pack: Pack, today: date, practice: Practice) -> Record:
    return _line(pack.measure, pack.language, pack.wording.key) | {
        "licensor": pack.licensor,
        "licence": pack.licence,
        "channels": sorted(pack.channels),
        "expires": str(pack.expires or "never"),
        "days_left": pack.days_left(today),
        "to_see_to": to_see_to(pack, today, practice.channels),
    }


def _together(records: Iterable[Record]) -> Iterator[Record]:
    """For people: the languages of a measure in which all else is the same share a line."""
    alike = [key for key in _line("", "", "") if key != "language"]

    def rest(record: Record) -> list[object]:
        return [record[key] for key in alike]

    order = sorted(records, key=lambda one: (one["measure"], one["wording"].startswith(NOWHERE), str(rest(one))))
    for _, group in groupby(order, key=rest):
        same = list(group)
        yield {**same[0], "language": " ".join(one["language"] for one in same)}


def _short(record: Record) -> Record:
    """For people: what a pack's licence allows in one column, nothing for what needs none."""
    by, end = ", ".join(record["channels"] or ()), record["expires"]
    licence = [f"{record['licensor']}, {record['licence']}, by {by}", f"expires {end}", *record["to_see_to"]]
    shown = {key: record[key] for key in ("measure", "wording", "language")}
    return shown | {"licence": "; ".join(dict.fromkeys(licence)) if record["licensor"] else ""}


def _sentence(record: Mapping[str, Any]) -> str:
    """What was installed, and what it costs by SMS."""
    by = ", ".join(record["channels"])
    lines = [
        f"Installed {record['measure']} in {record['language']}: {record['wording']} of {record['licensor']}, by {by}."
    ]
    if record["sms_segments"] > CHEAP:
        lines.append(f"  By SMS its dearest question takes {record['sms_segments']} segments, more than {CHEAP}.")
    lines += [f"  It {one}." for one in record["to_see_to"]]
    return "\n".join(lines)


def _segments(practice: Practice, pack: Pack) -> int:
    """What the dearest question of a pack costs by SMS; 0 where it may not be sent."""
    if Channel.SMS not in pack.channels:
        return 0
    measure = practice.library.instrument(pack.measure)
    case = Case(replace(practice, wordings=Wordings([pack])), client=Client("", pack.language, practice.zone))
    blank = Request(
        id="",
        client="",
        episode="",
        appointment="",
        measure=pack.measure,
        measure_version=measure.version,
        to=Address(Channel.SMS, ""),
        state=RequestState.OPEN,
        asked_at=datetime.now(UTC),
        closes_at=datetime.now(UTC),
        about=datetime.now(UTC),
        answers=(None,) * len(measure.items),
        wording=pack.wording.key,
    )
    blank = replace(blank, one_by_one=not asking.fits_at_once(blank, case))
    given = [(measure.low,) * done + (None,) * (len(measure.items) - done) for done in range(len(measure.items))]
    return max(segments(asking.ask(replace(blank, answers=one), case, "").text).count for one in given)
