"""Alerting: what the rules raise is brought to the therapist, in one letter with the figures and the sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.alerts import LEVELS, WORDS, Alert, AlertRaised, Level, most_urgent
from handlers.case import Case, Rating, Request
from handlers.colleagues import answering, backups, responsible
from handlers.facts import Fact
from handlers.judging import course_of, own
from handlers.people import Holds, Therapist, person_of
from handlers.picturing import Reader, chart_of
from handlers.quiet import awake
from handlers.saying import Buttons, Manner, each, reachable, shown, tell
from measures.flags import Flag, Rule
from measures.progress import GRAVE, judge
from messages.chart import to_json
from messages.envelope import Button, Channel

LONGEST_HELD = timedelta(days=7)
"""No alert waits longer than this for a session (ours)."""

BUTTONS = (
    ("seen", "seen_button"),
    ("snooze", "snooze_button"),
    ("supervision", "supervision_button"),
    ("note", "note_button"),
)
"""What each button below an alert orders, and the text on it."""

HEADLINES = ("risk", "off_track", "look")
"""What an alert is about, most urgent first: speak with the client today, a course off track, something to look at."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag, and the id of the alert that it is brought up as. `request`: empty for a rating given on paper."""

    alert: str
    request: str
    flag: Flag


def of_rating(cause: str, made: Rating, case: Case, now: datetime) -> list[Fact]:
    """What the last rating of its course has raised. The safety item was spoken of when it was answered."""
    assert case.episode is not None
    progress = judge(
        course_of(case.practice.library, case.episode, case.ratings, measure=made.measure, rater=made.rater)
    )
    raised = [
        Raised(f"{made.id}:{flag.rule}", made.request, flag) for flag in progress.raised if flag.rule != Rule.ITEM_RISK
    ]
    return bring(cause, raised, made, case, now)


def of_silence(cause: str, request: Request, case: Case, now: datetime) -> list[Fact]:
    """What a request of the episode's own has raised that expired without an answer, after so many others."""
    assert case.episode is not None
    if (request.measure, request.rater) != (case.episode.measure, case.episode.rater):
        return []
    course = course_of(case.practice.library, case.episode, case.ratings, case.missed + 1, request.measure)
    return bring(cause, [_of_request(request, flag) for flag in judge(course).raised], request, case, now)


def of_safety_item(cause: str, request: Request, given: Sequence[int], case: Case, now: datetime) -> list[Fact]:
    """Whether the item that asks for a person the same day is among those just given; not only when all are."""
    measure = case.practice.library.instrument(request.measure)
    safety, answer = measure.safety, measure.risk(request.answers)
    if safety is None or answer is None or safety.item not in given:
        return []
    source = safety.source
    flag = Flag(Rule.ITEM_RISK.value, answer, safety.above, source.text, source.published)
    return bring(f"{cause}#risk", [_of_request(request, flag)], request, case, now)


def bring(
    cause: str,
    raised: Sequence[Raised],
    subject: Request | Rating,
    case: Case,
    now: datetime,
    paper: date | None = None,
) -> list[Fact]:
    """The alerts, and one letter about them. `paper`: the day that a rating is of which was given on paper."""
    if not raised or case.therapist is None or case.episode is None:
        return []
    flags = [one.flag for one in raised]
    level = most_urgent([LEVELS[flag.rule] for flag in flags])
    told = paged(case, level, now)
    after = _told_after(case, told[0], level, now)
    alerts = [
        AlertRaised(_as_alert(one, subject.client, case, told, after), tuple(who.id for who in told)) for one in raised
    ]
    said: list[Fact] = []
    for key, who in each(cause, told):
        said += tell(
            case,
            key,
            who,
            "alert",
            now,
            how=Manner(
                level, after, buttons(case, who, subject.client, passed_on=who is not told[0]), picture_of(case, who)
            ),
            client=person_of(subject.client, subject.rater),
            about=headline([flag.rule for flag in flags]),
            measure=subject.measure.upper(),
            totals=[one.total for one in own(case.ratings, case.episode, subject.measure, subject.rater)],
            flags=flags,
            paper=paper,
        )
    return [*alerts, *said]


def picture_of(case: Case, who: Therapist) -> str:
    """The course as somebody of the practice looks at it, as a letter keeps it; empty if there is none."""
    if case.episode is None or case.client is None:
        return ""
    reader = Reader(shown(case, case.client.id, Channel.TELEGRAM), who.language, who.zone)
    chart = chart_of(case.practice, case.episode, case.ratings, case.gaps, reader)
    return "" if chart is None else to_json(chart)


def paged(case: Case, level: Level, now: datetime, *, backup: bool = False) -> list[Therapist]:
    """Who is told at once: whoever is responsible; a backup too where that is asked for, or where something urgent
    would reach nobody."""
    first = responsible(case, now)
    assert first is not None
    unheard = level is Level.URGENT and reachable(first, case.practice) is None
    return [first, *answering(case, backups(case, now))] if backup or unheard else [first]


def _told_after(case: Case, who: Therapist, level: Level, now: datetime) -> datetime:
    """When an alert is told: at once if it is urgent; else outside of quiet hours or, where the therapist wants that,
    in time for the client's next session."""
    if level is Level.URGENT:
        return now
    session = next((one for one in case.upcoming if not one.schedule), None)
    soon = session is not None and session.starts_at - now <= LONGEST_HELD
    if who.holds is Holds.BRIEF and session is not None and soon:
        return max(now, session.starts_at - case.practice.alerting.brief_before)
    return awake(now, who, case.practice.alerting)


def _of_request(request: Request, flag: Flag) -> Raised:
    return Raised(f"{request.id}:{flag.rule}", request.id, flag)


def headline(rules: Iterable[str]) -> str:
    """What alerts of these rules are about, one of `HEADLINES`."""
    raised = set(rules)
    if raised & {Rule.ITEM_RISK, WORDS}:
        return "risk"
    return "off_track" if raised & GRAVE else "look"


def buttons(case: Case, who: Therapist, client: str, *, passed_on: bool = False) -> Buttons:
    """What can be done about an alert with one touch; whoever it was passed on to has nobody to pass it on to."""
    lines = [BUTTONS[:1] + BUTTONS[3:]] if passed_on else [BUTTONS[:2], BUTTONS[2:]]
    words = case.practice.words
    return [
        [Button(words.say(label, who.language, Channel.TELEGRAM), f"{name}|{client}") for name, label in line]
        for line in lines
    ]


def figures(flag: Flag) -> tuple[str, str]:
    """What was observed and the threshold, as an alert keeps them."""
    return f"{flag.observed / 10:.1f}", f"{flag.threshold / 10:.1f}"


def _as_alert(raised: Raised, client: str, case: Case, told: Sequence[Therapist], at: datetime) -> Alert:
    """`at`: when it is told."""
    assert case.therapist is not None
    observed, threshold = figures(raised.flag)
    level = LEVELS[raised.flag.rule]
    return Alert(
        id=raised.alert,
        client=client,
        therapist=case.therapist.id,
        request=raised.request,
        rule=raised.flag.rule,
        observed=observed,
        threshold=threshold,
        source=raised.flag.source,
        at=at,
        level=level,
        next_at=at + case.practice.alerting.after[level],
        told=frozenset(who.id for who in told),
    )
