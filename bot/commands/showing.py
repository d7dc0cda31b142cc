"""`meantime client show`: all that is known of one client."""

from zoneinfo import ZoneInfo

from bot.commands.common import Json, Office, as_text, listed, open_office, out, person_of, run
from bot.commands.pauses import pause_record
from bot.commands.people import reached, standing, status_of
from bot.commands.plotting import plot
from bot.commands.schedules import occasion_of
from handlers.case import Case
from handlers.judging import progress_of
from handlers.people import Client
from handlers.picturing import Reader, chart_of
from measures.flags import Flag
from messages.chart import Chart
from storage import corrections, gaps, people, roster
from storage.people import Unknown


def client_show(client: str, as_json: Json = False) -> None:
    """Show one client. Who is asked what, course and status, what was written besides numbers."""
    id_ = person_of(client)[0]

    async def work() -> tuple[dict[str, object], list[str], Chart | None]:
        async with open_office() as office:
            case = await people.client(office.database, id_, office.practice, office.now)
            record = {**_record(case), **await _kept(case, office)}
            return record, [_flag(one) for one in progress_of(case).flags], await _chart(case, office)

    record, flags, chart = run(work())
    if as_json:
        print(as_text(record))
        return
    out.print(listed(record | {"flags": flags}))
    if chart:
        out.print(f"\n{plot(chart, out.width, out.encoding)}", markup=False, highlight=False, soft_wrap=True)


async def _chart(case: Case, office: Office) -> Chart | None:
    """The course as a picture has it."""
    assert case.client is not None
    assert case.episode is not None
    missed = await gaps.unrated(office.database, office.database.reader, {case.client.id})
    reader = Reader(case.client.id, "en", case.client.zone)
    return chart_of(office.practice, case.episode, case.ratings, missed.get(case.episode.id, ()), reader)


async def _kept(case: Case, office: Office) -> dict[str, object]:
    """Who saw the client, the ratings with what became of them, and what was written."""
    assert case.client is not None
    zone, here = case.client.zone, office.practice.zone
    seen = await people.assignments(office.database, case.client.id)
    remarks = await people.remarks(office.database, case.client.id)
    kept = await corrections.ratings_of(office.database, case.client.id)
    known = await roster.known_as(office.database, case.client.id)
    return {
        "reference": known.reference,
        "phone": known.phone,
        "therapists": [{"since": since.astimezone(zone), "therapist": who} for _, who, since in seen],
        "ratings": _ratings(case, zone, {one.rating.id for one in kept if one.corrected}),
        "remarks": [{"at": at.astimezone(here), "text": text} for at, text in remarks],
    }


def _record(case: Case) -> dict[str, object]:
    if case.client is None or case.episode is None:
        raise Unknown
    zone = case.client.zone
    return {
        "id": case.client.id,
        "language": case.client.language,
        "zone": zone.key,
        "therapist": case.episode.therapist,
        "age": case.episode.age,
        "measure": case.episode.measure,
        "rater": case.episode.rater,
        "profile": case.episode.profile,
        "joined": standing(case.client),
        "consent": case.client.consent or "not given",
        "reached": reached(case.client.contacts),
        "raters": [rater_record(one, case) for one in case.everyone],
        "status": status_of(case),
        "since": case.episode.opened_at.astimezone(zone) if case.episode.opened_at else None,
        "ended": _ended(case),
        "flags": [
            {"rule": flag.rule, "observed": flag.observed / 10, "threshold": flag.threshold / 10, "source": flag.source}
            for flag in progress_of(case).flags
        ],
        "appointments": [
            {"id": one.id, "starts": one.starts_at.astimezone(zone)} for one in case.upcoming if not one.schedule
        ],
        "pauses": [{**pause_record(one, zone), "of": one.client or "the practice"} for one in case.pauses],
    }


def rater_record(who: Client, case: Case) -> dict[str, object]:
    """Somebody who is asked about a client: how they are reached, and what they are asked."""
    hours = who.hours(case.practice.timing)
    asked = [f"{one.measure} {occasion_of(one)}" for one in case.schedules if one.rater == who.rater]
    return {
        "rater": who.rater,
        "language": who.language,
        "zone": who.zone.key,
        "hours": f"{hours.since:%H:%M}-{hours.until:%H:%M}",
        "channel": who.channel or "any",
        "joined": standing(who),
        "consent": who.consent or "not given",
        "reached": reached(who.contacts),
        "asked": asked,
    }


def _ratings(case: Case, zone: ZoneInfo, corrected: set[str]) -> list[dict[str, object]]:
    """What is on paper stands at the day it is for."""
    return [
        {
            "at": (one.about if one.on_paper else one.at).astimezone(zone),
            "rater": one.rater,
            "measure": one.measure,
            "total": one.total / 10,
            "late": one.late,
            "paper": one.on_paper,
            "corrected": one.id in corrected,
            "wording": one.wording,
        }
        for one in case.ratings
    ]


def _flag(flag: Flag) -> str:
    """A flag in words: what was observed, and what it is held against."""
    figures = f"observed {flag.observed / 10:.1f}, threshold {flag.threshold / 10:.1f}"
    return f"{flag.rule.replace('_', ' ')}: {figures} ({flag.source})"


def _ended(case: Case) -> dict[str, object] | None:
    """When and how care ended; None while it goes on."""
    if case.client is None or case.episode is None or case.episode.closed_at is None:
        return None
    return {"at": case.episode.closed_at.astimezone(case.client.zone), "ending": str(case.episode.ending or "")}
