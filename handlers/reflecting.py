"""Reflecting: when a therapist is asked what a client taught them. At an alert's end, at recovery, and at closing.

At most once a week per client, once per occasion of a course, two clients a day; never one who is away. What may not be
asked in a letter waits for the weekly digest.
"""

from datetime import datetime, timedelta

from handlers.alerts import Level
from handlers.case import Case, Rating
from handlers.facts import Fact
from handlers.judging import course_of, own
from handlers.people import ContactState, Therapist
from handlers.reflections import Occasion, Reflection, ReflectionAsked, ReflectionState
from handlers.saying import Manner, reachable, tell
from handlers.staff.orders import Word
from measures.care import Ending
from measures.course import Course
from measures.progress import Progress, Status, judge
from measures.teachers import astray
from messages.envelope import Button, Channel

GAP = timedelta(days=7)
"""Nobody is asked about the same client more often than this."""
LETTERS_A_DAY = 2
"""Of so many clients a day somebody is asked in a letter (ours); the digest names the others."""
BACK = (Status.ON_TRACK, Status.RECOVERED)
ASTRAY = (Status.OFF_TRACK, Status.DETERIORATING)
ANSWERS = (("now", "reflect_now_button"), ("later", "reflect_later_button"), ("no", "reflect_no_button"))
"""What the buttons below the letter order, and the text on each."""


def after_rating(cause: str, made: Rating, case: Case, now: datetime) -> list[Fact]:
    """Asks after a rating that ended an alert or brought the course back; not after the end of care. The case has the
    rating, as its last."""
    assert case.episode is not None
    if not case.in_care:
        return []
    course = course_of(case.practice.library, case.episode, case.ratings, 0, made.measure, made.rater)
    before = course_of(case.practice.library, case.episode, _without(made, case), 0, made.measure, made.rater)
    progress = judge(course)
    if progress.status in ASTRAY:
        return []
    if (made.measure, made.rater) == (case.episode.measure, case.episode.rater) and _came_back(course, progress):
        asked = _ask(cause, Occasion.RECOVERY, _name(case, Occasion.RECOVERY), case, now)
        if asked:
            return asked
    ended = {flag.rule for flag in judge(before).flags} - {flag.rule for flag in progress.flags}
    since = case.episode.opened_at
    alert = next((one for one in case.acknowledged if one.rule in ended and (since is None or one.at >= since)), None)
    if alert is None:
        return []
    return _ask(cause, Occasion.ALERT, f"{_name(case, Occasion.ALERT)}:{alert.id}", case, now)


def at_closing(cause: str, case: Case, ending: Ending, now: datetime) -> list[Fact]:
    """Asks at the end of an episode that was off track once, or that was not planned to end."""
    assert case.episode is not None
    course = course_of(case.practice.library, case.episode, case.ratings)
    progress = judge(course)
    if ending is Ending.PLANNED and not astray(course, excluded=progress.excluded):
        return []
    return _ask(cause, Occasion.CLOSING, _name(case, Occasion.CLOSING), case, now)


def of_course(
    name: str, occasion: Occasion, case: Case, who: str, now: datetime, state: ReflectionState = ReflectionState.ASKED
) -> Reflection:
    """A reflection on the client of a case, by somebody, with the course as it stands."""
    assert case.episode is not None
    progress = judge(course_of(case.practice.library, case.episode, case.ratings))
    totals = tuple(one.total for one in own(case.ratings, case.episode))
    episode = case.episode
    return Reflection(name, episode.client, episode.id, who, occasion, totals, progress.status, now, state)


def buttons(case: Case, who: Therapist, client: str) -> tuple[tuple[Button, ...], ...]:
    """A line of answers to the question whether to reflect."""
    words = case.practice.words
    labels = {one: words.say(text, who.language, Channel.TELEGRAM) for one, text in ANSWERS}
    return (tuple(Button(label, f"{Word.REFLECT}|{client}|{one}") for one, label in labels.items()),)


def _without(made: Rating, case: Case) -> list[Rating]:
    return [one for one in case.ratings if one.id != made.id]


def _came_back(course: Course, progress: Progress) -> bool:
    back = progress.status in BACK and progress.reliable_change is True
    return back and bool(astray(course, excluded=progress.excluded))


def _name(case: Case, occasion: Occasion) -> str:
    assert case.episode is not None
    return f"{case.episode.id}:{occasion}"


def _ask(cause: str, occasion: Occasion, name: str, case: Case, now: datetime) -> list[Fact]:
    """One letter, or, where that may not be, a line in the next digest; nothing where it was asked already."""
    assert case.episode is not None
    client, therapist = case.episode.client, case.therapist
    about = [one for one in case.reflections if one.client == client]
    if therapist is None or any(one.id == name or now - one.asked_at < GAP for one in about):
        return []
    writes = _may_write(therapist, case, now)
    state = ReflectionState.ASKED if writes else ReflectionState.LATER
    reflection = of_course(name, occasion, case, therapist.id, now, state)
    asked: list[Fact] = [ReflectionAsked(reflection)]
    if not writes:
        return asked
    how = Manner(Level.INFORMATION, buttons=buttons(case, therapist, client))
    said = tell(
        case,
        f"{cause}#reflect",
        therapist,
        "reflect",
        now,
        client=client,
        how=how,
        occasion=occasion,
        measure=case.episode.measure.upper(),
        totals=list(reflection.totals),
        telegram=on_telegram(therapist),
    )
    return [*asked, *said]


def _may_write(therapist: Therapist, case: Case, now: datetime) -> bool:
    """They are here, can be reached, and were not asked about as many as may be today."""
    if therapist.colleague(now) or reachable(therapist, case.practice) is None:
        return False
    today = now.astimezone(therapist.zone).date()
    theirs = [one for one in case.reflections if one.therapist == therapist.id and one.occasion is not Occasion.OWN]
    return sum(one.asked_at.astimezone(therapist.zone).date() == today for one in theirs) < LETTERS_A_DAY


def on_telegram(who: Therapist) -> bool:
    """Whether they can read in Telegram what no SMS may say."""
    return any(one.address.channel is Channel.TELEGRAM and one.state is ContactState.OPEN for one in who.contacts)
