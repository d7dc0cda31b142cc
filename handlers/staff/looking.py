"""Looking: a case as staff read of it - how it stands, what is missing, and what waits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from handlers.alerts import Alert, most_urgent
from handlers.case import Appointment, Case, Rating
from handlers.facts import LetterWritten
from handlers.judging import course_of, own, progress_of
from handlers.people import Client, Therapist
from handlers.picturing import of_alliance
from handlers.saying import Buttons, reachable, say, shown
from handlers.withholding import RATED_LATELY
from measures.progress import Progress, Response, judge
from measures.rounding import half_up
from messages.cards import Alliance, Area, Asked, Card, Course, Said
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage
from messages.promises import AT_ONCE
from scheduler.schedule import SELF, Occasion

LATEST = 6
"""So many totals behind the first are told in one line."""
LAST_WORDS = 3
LONGEST_WORDS = 300
"""Characters of one message or note that are shown; the rest is in `meantime client show`."""

Arrived = IncomingMessage | ButtonPress


def answer(
    case: Case, arrival: Arrived, purpose: str, /, buttons: Buttons = (), picture: str = "", **values: object
) -> LetterWritten:
    """The reply `purpose`, with buttons and a picture where the channel has any."""
    said = say(case, arrival, purpose, **values)
    if arrival.sender.channel is Channel.SMS:
        return said
    return LetterWritten(replace(said.letter, buttons=tuple(map(tuple, buttons)), picture=picture))


def rows(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    """Buttons in lines of so many."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def open_button(case: Case, client: str, channel: Channel) -> Button:
    """The button that opens a client's card."""
    return Button(named(case, client, channel), f"client|{client}")


def named(case: Case, client: str, channel: Channel) -> str:
    """A client as the reader is shown them, if they are among those the case holds."""
    return next((shown(one, client, channel) for one in case.caseload if id_of(one) == client), client)


def id_of(case: Case) -> str:
    """The pseudonym of the client that a case is about."""
    assert case.client is not None
    return case.client.id


def level_of(alerts: Sequence[Alert]) -> str:
    """How urgent the most urgent of these is; empty of none."""
    return most_urgent([one.level for one in alerts]).value if alerts else ""


def by(case: Case, reader: Therapist) -> str:
    """The client's therapist, where that is somebody else."""
    who = case.therapist
    return "" if who is None or who.id == reader.id else f"{who.name} ({who.id})"


def lacking(case: Case, now: datetime, session: Appointment | None = None) -> tuple[str, ...]:
    """What stands against the next ratings, or against talking of them in a session: `no_consent`, `stopped`,
    `unreachable`, `not_rated`."""
    who = _asked(case)
    found = [] if who is None else _unreached(who, case)
    return (*found, *(["not_rated"] if session and who and not _rated(case, session) else []))


def _asked(case: Case) -> Client | None:
    """Who gives the ratings that make the course."""
    return None if case.episode is None else case.seen_by(case.episode.rater).client


def _unreached(who: Client, case: Case) -> list[str]:
    if not who.consent:
        return ["stopped" if who.withdrawn else "no_consent"]
    return ["unreachable"] if reachable(who, case.practice) is None else []


def _rated(case: Case, session: Appointment) -> bool:
    """Whether it was rated for a session, or is not meant to be before one: lately enough not to be
    asked again."""
    assert case.episode is not None
    course = own(case.ratings, case.episode)
    wanted = (case.episode.measure, case.episode.rater, Occasion.BEFORE)
    meant = any((one.measure, one.rater, one.occasion) == wanted for one in case.schedules)
    lately = session.starts_at - RATED_LATELY
    return not meant or any(one.appointment == session.id or lately < one.about <= session.starts_at for one in course)


def card_of(case: Case, reader: Therapist, now: datetime, words_since: datetime | None = None) -> Card:
    """What there is to know of a client. The case has an episode. `words_since`: only words from then on (UTC)."""
    assert case.episode is not None
    progress, rated = progress_of(case), own(case.ratings, case.episode)
    response, rules = progress.response, {flag.rule for flag in progress.flags}
    session = next((one for one in case.upcoming if not one.schedule), None)
    remarks = [one for one in case.remarks if words_since is None or one.at >= words_since]
    notes = [one for one in case.notes if one.therapist == reader.id]
    return Card(
        client=shown(case, id_of(case), Channel.TELEGRAM),
        status=progress.status.value,
        therapist=by(case, reader),
        ended=case.episode.closed_at is not None,
        course=line_of(rated),
        expected=half_up(response.expected, 10) if response and progress.n > 1 else None,
        met=_met(response),
        flags=progress.flags,
        areas=_areas(case, rated, reader, now),
        alliance=_alliance(case),
        remarks=_said([(one.at, one.text) for one in remarks], reader),
        notes=_said([(one.at, one.text) for one in notes], reader),
        next_at=session.starts_at.astimezone(reader.zone) if session else None,
        missed=case.missed,
        lacking=lacking(case, now),
        asked=_schedules(case),
        alert_since=min((one.at for one in case.alerts), default=now).astimezone(reader.zone) if case.alerts else None,
        alerts=tuple(dict.fromkeys(one.rule for one in case.alerts if one.rule not in rules)),
    )


def line_of(rated: Sequence[Rating]) -> Course | None:
    """Ratings of one measure in one line; None before the first."""
    if not rated:
        return None
    first, *rest = [one.total for one in rated]
    change = rest[-1] - first if rest else None
    return Course(rated[0].measure.upper(), first, tuple(rest[-LATEST:]), len(rest) > LATEST, change)


def judged(case: Case, measure: str, rater: str) -> Progress:
    """How the course of a measure by a rater stands."""
    assert case.episode is not None
    wanted = (case.episode.measure, case.episode.rater)
    missed = case.missed if (measure, rater) == wanted else 0
    return judge(course_of(case.practice.library, case.episode, case.ratings, missed, measure, rater))


def _met(response: Response | None) -> int:
    return half_up(response.percent_met, 10) if response else 0


def _areas(case: Case, rated: Sequence[Rating], reader: Therapist, now: datetime) -> tuple[Area, ...]:
    """The items of the last rating against the one before, of a measure that has few; none where nobody has worded them
    in the reader's language or in English."""
    if not rated or not 1 < len(rated[-1].items) <= AT_ONCE:
        return ()
    choose, another = case.practice.wordings.choose, rated[-1].rater != SELF
    tongues = (choose(rated[-1].measure, one, Channel.TELEGRAM, now, of_another=another) for one in _tongues(reader))
    wording = next(filter(None, tongues), None)
    if wording is None:
        return ()
    before = next((old.items for old, new in pairwise(rated[-2:]) if len(old.items) == len(new.items)), None)
    return tuple(
        Area(item.name, value, before[place] if before else None)
        for place, (item, value) in enumerate(zip(wording.items, rated[-1].items, strict=True))
    )


def _tongues(reader: Therapist) -> tuple[str, str]:
    return reader.language, "en"


def _alliance(case: Case) -> Alliance | None:
    """The rating of the alliance that came last."""
    assert case.episode is not None
    rules = case.practice.library.profile(case.episode.profile).rules
    last = [one for one in case.ratings if one.measure in rules and of_alliance(rules[one.measure])][-1:]
    return next((Alliance(one.measure.upper(), one.total) for one in last), None)


def _said(words: Sequence[tuple[datetime, str]], reader: Therapist) -> tuple[Said, ...]:
    return tuple(Said(at.astimezone(reader.zone), shortened(text)) for at, text in words[-LAST_WORDS:])


def shortened(text: str, longest: int = LONGEST_WORDS) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _schedules(case: Case) -> tuple[Asked, ...]:
    return tuple(
        Asked(one.measure.upper(), "" if one.rater == SELF else one.rater, one.occasion.value, one.every, one.days)
        for one in case.schedules
    )
