"""`meantime init`, `check`, `run`, `demo`, `status`, `retry`: the installation itself."""

import json
import os
import signal
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot import logs, proofs
from bot.commands.common import Json, Office, config_path, current_config, open_office, out, run, show, tell
from bot.demo import play
from bot.finding import Finding
from bot.starting import CONFIG, start
from bot.turn import Turn
from handlers.alerts import AlertState
from handlers.saying import reachable
from messages.packs import to_see_to
from messages.plausible import LINES
from storage import arrivals, editions, feeds, people, reports
from storage.archive import backup as copy
from storage.vault import add_key


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where the practice's files go; else where the config is.")
    ] = None,
) -> None:
    """Write a commented config and a key file. Nothing that exists is replaced."""
    config = folder / CONFIG if folder else config_path()
    for line in start(config.parent, config.name):
        print(line)


def check(
    templates: Annotated[
        bool, typer.Option("--templates", help="Look only through the texts, ours and your own, and tell all of it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what `run` still needs. Everything is looked at, with advice where it is not right."""
    if templates:
        _check_templates(as_json=as_json)
    from bot.checking import check as look  # noqa: PLC0415 - the providers' libraries take a second to load

    findings = run(look(config_path(), os.environ))
    records = [{"check": one.name, "ok": one.ok, "detail": one.detail, "advice": one.advice} for one in findings]
    if as_json:
        print(json.dumps(records, ensure_ascii=False))
    else:
        width = max(len(one.name) for one in findings)
        for one in findings:
            out.print(_finding_line(one, width), soft_wrap=True)
    raise typer.Exit(0 if all(one.ok for one in findings) else 1)


def _check_templates(*, as_json: bool) -> None:
    """Every fault of every text; without a config those of ours."""
    found = proofs.faults(current_config()) if config_path().is_file() else proofs.ours(LINES)
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        print("\n".join(map(str, found)) or "All texts are as they should be, in every language and channel.")
    raise typer.Exit(1 if found else 0)


def _finding_line(finding: Finding, width: int) -> str:
    """Never broken by us, so that addresses in it can be copied."""
    mark = "[green]ok[/]   " if finding.ok else "[red]to do[/]"
    advice = f"\n{' ' * (width + 9)}→ {escape(finding.advice)}" if finding.advice else ""
    return f"{mark}  {finding.name:<{width}}  {escape(finding.detail)}{advice}"


def run_bot() -> None:
    """Run the bot until it is told to stop. That is by SIGTERM or Ctrl-C."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _leave)
    from bot.app import run_app  # noqa: PLC0415 - the providers' libraries take a second to load

    config = current_config()
    logs.configure(config.log.format, config.log.level)
    run(run_app(config))


def _leave(*_: object) -> None:
    """Told to stop while it still loads, nothing is in hand; an exception might end in a library that swallows it."""
    os._exit(0)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's database goes; what was there is replaced.")] = Path(
        "demo"
    ),
    script: Annotated[bool, typer.Option("--no-talk", help="Do not ask for replies at the end.")] = False,
) -> None:
    """Play six weeks of a small practice. Then you may be its client, and its therapist."""
    run(play(folder, talk=not script))


key_app = typer.Typer(help="The key to names, numbers and words.", no_args_is_help=True)


@key_app.command("add")
def key_add() -> None:
    """Seal with a new key from now on. The old ones still open what they sealed."""
    file = current_config().storage.key_file
    add_key(file)
    print(f"{file} begins with a new key. Next: restart `meantime run`, and copy the file to its safe place.")


def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; a new file.")]) -> None:
    """Copy the database. It may be at work meanwhile."""
    storage = current_config().storage
    copy(storage.path, file)
    print(f"Wrote {file}. The key is not in it: keep a copy of {storage.key_file.name} elsewhere.")


def status(as_json: Json = False) -> None:
    """Show how the installation stands. Letters, open alerts, what failed or is overdue."""

    async def work() -> dict[str, object]:
        async with open_office() as office:
            figures = await reports.figures(office.database, office.now)
            therapists = await people.therapists(office.database)
            alerts = await reports.open_alerts(office.database)
            return {
                "therapists": len(therapists),
                "therapists_out_of_reach": sum(reachable(one, office.practice) is None for one in therapists),
                "clients": sum(one.in_care for one in await people.clients(office.database)),
                "open_alerts": len(alerts),
                "alerts_passed_on": sum(one.state is AlertState.ESCALATED for one in alerts),
                "news_waiting": figures.news_waiting,
                "wordings_to_see_to": _wordings_to_see_to(office),
                "calendars_failing": sum(bool(one.failure) for one in await feeds.feeds(office.database)),
                "calendar_events_unmatched": len(await feeds.unmatched(office.database)),
                "failed_arrivals": figures.failed_arrivals,
                "overdue": figures.overdue,
                **{f"letters_{state}": count for state, count in figures.letters.items()},
            }

    record = run(work())
    if as_json:
        tell(record, "", as_json=True)
    else:
        show(
            [{"what": name.replace("_", " "), "count": value} for name, value in record.items()],
            as_json=False,
            title="Status",
            empty="",
        )


def _wordings_to_see_to(office: Office) -> int:
    """Packs that have expired, or soon will, or may not be sent by a channel in use."""
    practice, today = office.practice, office.now.date()
    return sum(bool(to_see_to(pack, today, practice.channels)) for pack in practice.wordings.packs.values())


def retry(as_json: Json = False) -> None:
    """Take arrivals again that had failed."""

    async def work() -> int:
        async with open_office() as office:
            office.config.require_safety()
            await editions.keep(office.database, office.practice.library, office.now)
            failed = await arrivals.failed(office.database)
            turn = Turn(office.database, office.practice, lambda: office.now)
            await turn.retry(failed)
            return len(failed)

    count = run(work())
    tell({"retried": count}, f"Took {count} arrivals again; see `meantime status`.", as_json=as_json)
