"""Alerting: what the rules raise is brought to the therapist, in one letter with the figures and the sources."""

from collections.abc import Sequence
from datetime import datetime

from handlers.case import Alert, Case, Episode, Request
from handlers.facts import AlertRaised, Fact
from handlers.judging import course_of, own
from handlers.people import Therapist, person_of
from handlers.saying import tell
from measures.flags import Flag, Rule
from measures.progress import GRAVE, judge
from messages.envelope import Button, Channel

HEADLINES = ("risk", "off_track", "look")
"""What an alert is about, most urgent first: speak with the client today, a course off track, something to look at."""


def of_rating(cause: str, request: Request, case: Case, now: datetime) -> list[Fact]:
    """What the rating made last, of this request, has raised. The safety item was spoken of when it was answered."""
    assert case.episode is not None
    progress = judge(
        course_of(case.practice.library, case.episode, case.ratings, measure=request.measure, rater=request.rater)
    )
    return _alert(cause, [flag for flag in progress.raised if flag.rule != Rule.ITEM_RISK], request, case, now)


def of_silence(cause: str, request: Request, case: Case, now: datetime) -> list[Fact]:
    """What a request of the episode's own has raised that expired without an answer, after so many others."""
    assert case.episode is not None
    if (request.measure, request.rater) != (case.episode.measure, case.episode.rater):
        return []
    course = course_of(case.practice.library, case.episode, case.ratings, case.missed + 1, request.measure)
    return _alert(cause, judge(course).raised, request, case, now)


def of_safety_item(cause: str, request: Request, given: Sequence[int], case: Case, now: datetime) -> list[Fact]:
    """Whether the item that asks for a person the same day is among those just given; not only when all are."""
    measure = case.practice.library.instrument(request.measure)
    safety, answer = measure.safety, measure.risk(request.answers)
    if safety is None or answer is None or safety.item not in given:
        return []
    source = safety.source
    flag = Flag(Rule.ITEM_RISK.value, answer, safety.above, source.text, source.published)
    return _alert(f"{cause}#risk", [flag], request, case, now)


def _alert(cause: str, raised: Sequence[Flag], request: Request, case: Case, now: datetime) -> list[Fact]:
    if not raised or case.therapist is None or case.episode is None:
        return []
    alerts = [AlertRaised(_as_alert(flag, request, case.episode, now)) for flag in raised]
    words = tell(
        case,
        cause,
        case.therapist,
        "alert",
        now,
        buttons=[[Button(_seen(case, case.therapist), f"seen|{request.client}")]],
        client=person_of(request.client, request.rater),
        about=_about(raised),
        measure=request.measure.upper(),
        totals=[one.total for one in own(case.ratings, case.episode, request.measure, request.rater)],
        flags=list(raised),
    )
    return [*alerts, *words]


def _about(raised: Sequence[Flag]) -> str:
    rules = {flag.rule for flag in raised}
    if Rule.ITEM_RISK in rules:
        return "risk"
    return "off_track" if rules & GRAVE else "look"


def _seen(case: Case, therapist: Therapist) -> str:
    return case.practice.words.say("seen_button", therapist.language, Channel.TELEGRAM)


def _as_alert(flag: Flag, request: Request, episode: Episode, now: datetime) -> Alert:
    return Alert(
        id=f"{request.id}:{flag.rule}",
        client=request.client,
        therapist=episode.therapist,
        request=request.id,
        rule=flag.rule,
        observed=f"{flag.observed / 10:.1f}",
        threshold=f"{flag.threshold / 10:.1f}",
        source=flag.source,
        at=now,
    )
