"""Alerting: what the rules raise is brought to the therapist, in one letter with the figures and the sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.case import Alert, Case, Rating, Request
from handlers.facts import AlertRaised, Fact
from handlers.judging import course_of, own
from handlers.people import Therapist, person_of
from handlers.saying import tell
from measures.flags import Flag, Rule
from measures.progress import GRAVE, judge
from messages.envelope import Button, Channel

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
    alerts = [AlertRaised(_as_alert(one, subject.client, case.therapist, now)) for one in raised]
    flags = [one.flag for one in raised]
    words = tell(
        case,
        cause,
        case.therapist,
        "alert",
        now,
        buttons=[[Button(_seen(case, case.therapist), f"seen|{subject.client}")]],
        client=person_of(subject.client, subject.rater),
        about=_about(flags),
        measure=subject.measure.upper(),
        totals=[one.total for one in own(case.ratings, case.episode, subject.measure, subject.rater)],
        flags=flags,
        paper=paper,
    )
    return [*alerts, *words]


def _of_request(request: Request, flag: Flag) -> Raised:
    return Raised(f"{request.id}:{flag.rule}", request.id, flag)


def _about(raised: Sequence[Flag]) -> str:
    rules = {flag.rule for flag in raised}
    if Rule.ITEM_RISK in rules:
        return "risk"
    return "off_track" if rules & GRAVE else "look"


def _seen(case: Case, therapist: Therapist) -> str:
    return case.practice.words.say("seen_button", therapist.language, Channel.TELEGRAM)


def figures(flag: Flag) -> tuple[str, str]:
    """What was observed and the threshold, as an alert keeps them."""
    return f"{flag.observed / 10:.1f}", f"{flag.threshold / 10:.1f}"


def _as_alert(raised: Raised, client: str, therapist: Therapist, now: datetime) -> Alert:
    observed, threshold = figures(raised.flag)
    return Alert(
        id=raised.alert,
        client=client,
        therapist=therapist.id,
        request=raised.request,
        rule=raised.flag.rule,
        observed=observed,
        threshold=threshold,
        source=raised.flag.source,
        at=now,
    )
