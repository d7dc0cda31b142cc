"""Picturing: the course of an episode becomes a chart, with what its profile says of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from handlers.case import Episode, Rating
from handlers.judging import course_of, own
from handlers.practice import Practice
from measures.course import Course
from measures.line import Line, line_of
from measures.progress import NEXT, judge
from measures.rounding import half_up
from measures.rules import BehindExpected, Rules
from measures.trajectory import TENTH, Expectation, tenths
from messages.chart import Alliance, Chart, Expected, Labels, Point
from messages.envelope import Channel
from messages.words import Words

WHOLE = 10_000
"""A hundred percent, in hundredths of one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks at it: `who` is the client as they are shown, a pseudonym or initials; whose days it has."""

    who: str
    language: str
    zone: ZoneInfo


def chart_of(
    practice: Practice, episode: Episode, ratings: Sequence[Rating], missed: Iterable[datetime], reader: Reader
) -> Chart | None:
    """The chart of an episode's own measure by its own rater; None before the first rating.

    `ratings`: the episode's in order, of all measures and raters. `missed`: what the requests of its own measure and
    rater were about that brought no rating (UTC).
    """
    rated = own(ratings, episode)
    if not rated:
        return None
    course = course_of(practice.library, episode, ratings)
    rules, measure, line = course.rules, course.instrument, line_of(course, course.rules)
    chart = Chart(
        who=reader.who,
        measure=measure.id.upper(),
        profile=course.profile.title,
        language=reader.language,
        low=measure.total_low,
        high=measure.total_high,
        higher_is_better=measure.higher_is_better,
        points=_points(rated, missed, reader.zone),
        cutoff=None if line.cutoff is None else line.sign * line.cutoff,
        reliable=rules.reliable_change.least if rules.reliable_change else None,
        expected=_expected(course, line),
        alliance=_alliance(practice, episode, ratings, reader.zone),
        labels=_labels(practice.words, reader.language, course),
        alternative="",
    )
    return replace(chart, alternative=alternative(chart, practice.words))


def of_client(chart: Chart, title: str) -> Chart:
    """The course as its client sees it: the totals alone, below the name that the questions have for them. What rules
    say of it is between them and their therapist."""
    bare = replace(chart.labels, age="", cutoff="", reliable="", expected="", behind="")
    plain = replace(chart, who="", measure=title, profile="", cutoff=None, reliable=None, expected=(), alliance=None)
    return replace(plain, labels=bare, alternative=title)


def alternative(chart: Chart, words: Words) -> str:
    """The course in sentences, in the chart's language, for whoever cannot see it."""
    rated = [point for point in chart.points if point.total is not None]
    began, latest = chart.totals[0], chart.totals[-1]
    toward = (latest - began) * (1 if chart.higher_is_better else -1)
    alliance = chart.alliance
    text = words.say(
        "chart_alt",
        chart.language,
        Channel.TELEGRAM,
        client=chart.who,
        measure=chart.measure,
        ratings=len(rated),
        since=rated[0].day,
        until=rated[-1].day,
        began=began,
        latest=latest,
        change=abs(latest - began),
        way="better" if toward > 0 else "worse" if toward < 0 else "same",
        cutoff=chart.cutoff,
        expected=chart.expected[len(rated) - 1].total if chart.expected and len(rated) > 1 else None,
        gaps=len(chart.points) - len(rated),
        alliance_measure=alliance.measure if alliance else "",
        alliance=alliance.points[-1].total if alliance else None,
    )
    return " ".join(text.splitlines())


def _points(rated: Sequence[Rating], missed: Iterable[datetime], zone: ZoneInfo) -> tuple[Point, ...]:
    """In the order of days; of one day what is missing comes last. What paper brought since is not missing."""
    answered = {one.about for one in rated}
    gaps = [Point(one.astimezone(zone).date(), None) for one in missed if one not in answered]
    there = [Point(one.about.astimezone(zone).date(), one.total) for one in rated]
    return tuple(sorted([*there, *gaps], key=attrgetter("day")))


def _expected(course: Course, line: Line) -> tuple[Expected, ...]:
    """What is expected at every rating so far and the next ones, each as its curve has it when it is the latest."""
    trajectory = course.rules.trajectory
    if trajectory is None or judge(course).excluded:
        return ()
    hoped = Expectation(trajectory, course.age, line.totals[0], line.sign)
    numbers = range(1, len(line.totals) + NEXT + 1)
    marks = course.rules.behind_expected if line.began_clinical else None
    return tuple(Expected(tenths(hoped.at(n)), _mark(hoped, marks, n) if marks else None) for n in numbers)


def _mark(hoped: Expectation, marks: BehindExpected, n: int) -> int:
    """Where so much of the change expected by rating `n` is met that it is no longer off track."""
    change = hoped.change(n)
    part = half_up(change * marks.below, WHOLE) if change > 0 else change
    return tenths(hoped.sign * (hoped.first * TENTH + part))


def _alliance(practice: Practice, episode: Episode, ratings: Sequence[Rating], zone: ZoneInfo) -> Alliance | None:
    """The ratings of the alliance by whoever rated it last, in that measure."""
    profile = practice.library.profile(episode.profile)
    judged = {name: rules for name, rules in profile.rules.items() if of_alliance(rules)}
    last = next((one for one in reversed(ratings) if one.measure in judged), None)
    if last is None:
        return None
    measure, cutoff = practice.library.instrument(last.measure), judged[last.measure].alliance_cutoff
    return Alliance(
        measure=measure.id.upper(),
        low=measure.total_low,
        high=measure.total_high,
        cutoff=cutoff.points if cutoff else None,
        points=_points(own(ratings, episode, last.measure, last.rater), (), zone),
    )


def of_alliance(rules: Rules) -> bool:
    """Whether they judge a rating of the alliance."""
    return any((rules.alliance_cutoff, rules.alliance_drop, rules.alliance_low_item))


def _labels(words: Words, language: str, course: Course) -> Labels:
    """The words on the picture."""
    change = course.rules.reliable_change
    given = {"points": change.least if change else 0, "ratings": len(course.totals)}

    def say(part: str) -> str:
        return words.say("chart_label", language, Channel.TELEGRAM, part=part, **given)

    return Labels(
        better=say("better"),
        cutoff=say("cutoff"),
        reliable=say("reliable"),
        expected=say("expected"),
        behind=say("behind"),
        missed=say("missed"),
        age=say(course.age),
        count=say("count"),
    )
