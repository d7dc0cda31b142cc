"""Rating: a complete request is scored, the course is judged, and what the rules raise is brought to the therapist."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.case import Alert, Case, Episode, Rating, Request, RequestState, Therapist
from handlers.facts import AlertRaised, Fact, RatingMade, RequestChanged
from handlers.saying import tell
from measures.course import Course, CourseRating
from measures.flags import Flag
from measures.instrument import instrument
from measures.profile import profile
from measures.progress import Progress, judge
from measures.scoring import Score, score
from messages.envelope import Button, Channel


def complete(cause: str, request: Request, case: Case, now: datetime, *, late: bool) -> list[Fact]:
    """The facts of a request whose last item was answered. `cause` is the arrival's key."""
    assert case.episode is not None
    measure = instrument(request.measure)
    scored = score(measure, request.answers)
    assert isinstance(scored, Score)
    rules = profile(case.episode.profile)
    made = Rating(
        id=request.id,
        client=request.client,
        episode=request.episode,
        request=request.id,
        measure=request.measure,
        measure_version=measure.version,
        profile=case.episode.profile,
        profile_version=rules.version,
        rater=case.episode.rater,
        channel=request.to.channel,
        items=scored.items,
        total=scored.total,
        at=now,
        late=late,
    )
    closed = RequestChanged(replace(request, state=RequestState.COMPLETE))
    return [closed, RatingMade(made), *_alert(cause, made, case, case.episode, now)]


def own(ratings: Sequence[Rating], episode: Episode) -> list[Rating]:
    """The ratings that make the course: of the episode's own measure and rater."""
    return [one for one in ratings if one.measure == episode.measure and one.rater == episode.rater]


def progress_of(ratings: Sequence[Rating], episode: Episode) -> Progress:
    """The course of an episode as its profile judges it now."""
    return judge(
        Course(
            profile=profile(episode.profile),
            instrument=instrument(episode.measure),
            age=episode.age,
            rater=episode.rater,
            ratings=tuple(CourseRating(total=one.total, items=one.items) for one in own(ratings, episode)),
        )
    )


def _alert(cause: str, made: Rating, case: Case, episode: Episode, now: datetime) -> list[Fact]:
    course = (*case.ratings, made)
    raised = progress_of(course, episode).raised
    if not raised or case.therapist is None:
        return []
    alerts = [AlertRaised(_as_alert(flag, made, episode.therapist, now)) for flag in raised]
    words = tell(
        case,
        cause,
        case.therapist,
        "alert",
        now,
        buttons=[[Button(_seen(case, case.therapist), f"seen|{made.client}")]],
        client=made.client,
        totals=[one.total for one in own(course, episode)],
        flags=list(raised),
    )
    return [*alerts, *words]


def _seen(case: Case, therapist: Therapist) -> str:
    return case.practice.words.say("seen_button", therapist.language, Channel.TELEGRAM)


def _as_alert(flag: Flag, made: Rating, therapist: str, now: datetime) -> Alert:
    return Alert(
        id=f"{made.id}:{flag.rule}",
        client=made.client,
        therapist=therapist,
        rating=made.id,
        rule=flag.rule,
        observed=f"{flag.observed / 10:.1f}",
        threshold=f"{flag.threshold / 10:.1f}",
        source=flag.source,
        at=now,
    )
