"""`meantime calendar`, `meantime client email`: appointments from files and subscribed calendars, and by which e-mail
addresses clients are known there. Nothing changes without `--apply`."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.calendars.comparing import Change
from bot.calendars.decoding import LARGEST_BYTES, decoded
from bot.calendars.fetching import FeedFailed, feed_address
from bot.calendars.ics import read_ics
from bot.calendars.occurrence import Told
from bot.calendars.polling import Polling, look, polling_of, settle
from bot.calendars.syncing import Plan, carry_out, known, plan
from bot.calendars.table import read_table
from bot.commands.common import (
    CommandError,
    Json,
    Office,
    as_text,
    open_office,
    out,
    run,
    show,
    tell,
    with_fresh_id,
)
from storage import feeds, people
from storage.feeds import FILE, Feed, Unmatched

calendar_app = typer.Typer(help="Appointments from files and feeds.", no_args_is_help=True)
Apply = Annotated[bool, typer.Option("--apply", help="Do it; else it is only shown.")]
FAR_AHEAD = timedelta(days=365)
"""So far ahead a file's recurring events are unrolled (ours)."""


@calendar_app.command("import")
def calendar_import(
    file: Annotated[Path, typer.Argument(help="An ICS file, or a CSV file with the columns client and starts.")],
    apply: Apply = False,
    as_json: Json = False,
) -> None:
    """Book appointments from a file. What the file no longer tells of stays as it is."""

    async def work() -> tuple[Plan, Told, Office]:
        async with open_office() as office:
            told = _read(file, office)
            who = await known(office.database, polling_of(office.config.calendar).rule)
            found = await plan(office.database, FILE, told, who, office.now)
            if apply:
                await carry_out(office.database, office.practice, found, found.changes, office.now)
            return found, told, office

    found, told, office = run(work())
    _show({file.name: found}, [told], office, applied=apply, as_json=as_json)


def _read(file: Path, office: Office) -> Told:
    try:
        with file.open("rb") as opened:
            text = decoded(opened.read(LARGEST_BYTES + 1))
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}): look at its name and rights.") from None
    if file.suffix.lower() in (".csv", ".tsv", ".txt"):
        return read_table(text, office.practice.zone, office.now)
    return read_ics(text, office.practice.zone, office.now, office.now + FAR_AHEAD)


@calendar_app.command("add")
def calendar_add(
    url: Annotated[str, typer.Argument(help="The secret address of a calendar in ICS format, https:// or webcal://.")],
    name: Annotated[str, typer.Option(help="What you call it.")],
    as_json: Json = False,
) -> None:
    """Subscribe to a calendar. The running bot reads it from then on."""
    address = feed_address(url)
    if not name.strip():
        raise CommandError("The name is empty: give the one that you know the calendar by.")

    async def work() -> str:
        async with open_office() as office:
            if there := next((one for one in await feeds.feeds(office.database) if one.url == address), None):
                raise CommandError(f"{there.id} reads that calendar already: nothing to do.")

            async def add(fresh_id: str) -> None:
                await feeds.add(office.database, fresh_id, name.strip(), address, office.now)

            return await with_fresh_id("F", add)

    added = run(work())
    tell({"id": added}, f"Added calendar {added}. What it comes to: meantime calendar poll", as_json=as_json)


@calendar_app.command("list")
def calendar_list(as_json: Json = False) -> None:
    """List the subscribed calendars, and whether they could be read."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            zone = office.practice.zone
            return [
                {
                    "id": one.id,
                    "name": one.name,
                    "looked at": one.polled_at and one.polled_at.astimezone(zone),
                    "trouble": one.failure,
                    "since": one.failed_since and one.failed_since.astimezone(zone),
                }
                for one in await feeds.feeds(office.database)
            ]

    empty = "No calendar yet: meantime calendar add URL --name NAME"
    show(run(work()), as_json=as_json, title="Calendars", empty=empty)


@calendar_app.command("remove")
def calendar_remove(calendar: str) -> None:
    """Read a calendar no longer. Appointments that were booked from it stay."""

    async def work() -> None:
        async with open_office() as office:
            await feeds.remove(office.database, calendar.upper())

    run(work())
    print(f"Removed calendar {calendar.upper()}. Appointments that were booked from it stay: cancel those by hand.")


@calendar_app.command("poll")
def calendar_poll(apply: Apply = False, as_json: Json = False) -> None:
    """Read all subscribed calendars now, and show what would change."""

    async def work() -> tuple[dict[str, Plan], list[Told], list[str], Office]:
        async with open_office() as office:
            polling, plans, told, failed = polling_of(office.config.calendar), dict[str, Plan](), list[Told](), []
            for feed in await feeds.feeds(office.database):
                try:
                    plans[feed.name] = await _poll(office, polling, feed, told, apply=apply)
                except FeedFailed as error:
                    failed.append(f"{feed.id} {error.failure}")
            return plans, told, failed, office

    plans, told, failed, office = run(work())
    _show(plans, told, office, applied=apply, as_json=as_json)
    if failed:
        raise CommandError(f"Not all calendars could be read: {'; '.join(failed)}. Nothing was changed for these.")


async def _poll(office: Office, polling: Polling, feed: Feed, told: list[Told], *, apply: bool) -> Plan:
    try:
        edition = await look(office.database, office.practice, polling, feed, office.now)
    except FeedFailed as error:
        await feeds.failed(office.database, feed.id, error.failure, office.now)
        raise
    assert edition is not None
    if apply:
        await settle(office.database, office.practice, feed, edition, office.now, trusted=True)
    told.append(edition.told)
    return edition.plan


@calendar_app.command("unmatched")
def calendar_unmatched(as_json: Json = False) -> None:
    """List events to come that are nobody's appointment, and why."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            found = await feeds.unmatched(office.database)
            return [_line(one, office) for one in found if one.starts_at is None or one.starts_at > office.now]

    show(run(work()), as_json=as_json, title="Unmatched", empty="Every event to come is a client's, or none is known.")


def client_email(
    client: str,
    address: Annotated[str, typer.Argument(help="Only its keyed hash is kept.")],
    remove: Annotated[bool, typer.Option("--remove", help="The client is not known by it any more.")] = False,
) -> None:
    """Say by which e-mail a client is known. Calendar events name their guests by it."""
    if "@" not in address.strip("@") or any(char.isspace() for char in address.strip()):
        raise CommandError("That is no e-mail address: write it like mia@example.org.")

    async def work() -> None:
        async with open_office() as office:
            await people.client(office.database, client.upper(), office.practice, office.now)
            await feeds.set_email(office.database, client.upper(), address, known=not remove)

    run(work())
    print(f"{client.upper()} is {'no longer known' if remove else 'known'} in calendars by that address.")


def _show(plans: Mapping[str, Plan], told: list[Told], office: Office, *, applied: bool, as_json: bool) -> None:
    changes = [
        {"calendar": name, **_change(change, office)} for name, found in plans.items() for change in found.changes
    ]
    unmatched = [_line(one, office) for found in plans.values() for one in found.unmatched]
    days = [{"day": str(one.day), "event": one.title} for each in told for one in each.whole_days]
    if as_json:
        print(as_text({"applied": applied, "changes": changes, "unmatched": unmatched, "whole_days": days}))
        return
    show(changes, as_json=False, title="Changed" if applied else "Would change", empty="Nothing changes.")
    if unmatched:
        show(unmatched, as_json=False, title="Nobody's, left alone", empty="")
    if days:
        show(days, as_json=False, title="Whole days, no appointments", empty="")
    if changes and not applied:
        out.print("Nothing was changed. To do it, add --apply.")


def _change(change: Change, office: Office) -> dict[str, object]:
    zone, was, now = office.practice.zone, change.was, change.now
    starts = now.starts_at.astimezone(zone) if now else None
    return {
        "what": change.kind,
        "client": change.client,
        "was": was.starts_at.astimezone(zone) if was else None,
        "starts": None if now is None or now.cancelled else starts,
    }


def _line(one: Unmatched, office: Office) -> dict[str, object]:
    return {
        "starts": one.starts_at.astimezone(office.practice.zone) if one.starts_at else None,
        "event": one.title,
        "why": one.reason,
    }
