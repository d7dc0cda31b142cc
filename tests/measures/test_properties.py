"""What holds for every course, whatever its ratings."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from measures.course import Course, CourseRating
from measures.flags import Rule
from measures.instrument import Instrument
from measures.library import shipped
from measures.progress import GRAVE, Progress, Status, judge
from measures.record import as_record
from measures.rules import AGES, RATERS, Rules
from measures.scoring import Score, score
from measures.trajectory import Curve

PROFILES = st.sampled_from(sorted(shipped().profiles))
MEASURES = st.sampled_from(sorted(shipped().instruments))
ALLIANCE = {"srs", "csrs", "gsrs"}
ORDER = [
    "item_risk",
    "deterioration",
    "last_stop_due",
    "check_in_due",
    "behind_expected",
    "sudden_drop",
    "slow_fall",
    "plateau",
    "sawtooth",
    "alliance_cutoff",
    "alliance_drop",
    "alliance_low_item",
    "above_cutoff_at_start",
    "missed_in_a_row",
]


@st.composite
def walks(draw: st.DrawFn, low: int = 0, high: int = 400, longest: int = 16) -> list[int]:
    """Totals that move as those of people do: mostly a little, sometimes far."""
    totals = draw(st.lists(st.integers(low, high), max_size=1))
    for step in draw(
        st.lists(st.sampled_from([-90, -50, -20, -10, -1, 0, 0, 1, 10, 20, 50, 60]), max_size=longest - 1)
    ):
        if totals:
            totals.append(max(low, min(high, totals[-1] + step)))
    return totals


@st.composite
def ratings_of(draw: st.DrawFn, measure: Instrument) -> CourseRating:
    """A rating of any kind: complete, known by its total alone, partial, missing."""
    kind = draw(st.sampled_from(["items", "items", "total", "partial", "missing"]))
    if kind == "missing":
        return CourseRating(None)
    answers = draw(
        st.lists(st.sampled_from(sorted(measure.answers)), min_size=len(measure.items), max_size=len(measure.items))
    )
    scored = score(measure, answers)
    assert isinstance(scored, Score)
    if kind == "partial":
        return CourseRating(None, (*scored.items[:-1], None))
    return CourseRating(scored.total, scored.items if kind == "items" else ())


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """A course of any measure by any profile that judges it."""
    measure, profile = shipped().instrument(draw(MEASURES)), shipped().profile(draw(PROFILES))
    ratings = draw(st.lists(ratings_of(measure), max_size=16))
    return Course(profile, measure, draw(st.sampled_from(AGES)), draw(st.sampled_from(RATERS)), tuple(ratings))


def of_totals(totals: Sequence[int | None], profile: str = "icce-2012", measure: str = "ors") -> Course:
    ratings = tuple(CourseRating(total) for total in totals)
    return Course(shipped().profile(profile), shipped().instrument(measure), "adult", "self", ratings)


def held(progress: Progress) -> list[str]:
    return [flag.rule for flag in progress.flags]


def raised(progress: Progress) -> list[str]:
    return [flag.rule for flag in progress.raised]


def prefixes(course: Course) -> list[Progress]:
    """What was judged after each rating, as it came."""
    return [judge(replace(course, ratings=course.ratings[: n + 1])) for n in range(len(course.ratings))]


@given(courses())
def test_every_course_has_one_consistent_judgement(course: Course) -> None:
    progress = judge(course)
    assert set(progress.raised) <= set(progress.flags)
    assert not (progress.reliable_change and progress.reliable_deterioration)
    assert not progress.clinically_significant_change or not progress.above_cutoff_at_start
    assert progress.reliable_deterioration in (None, "deterioration" in held(progress))
    if progress.n >= 2:
        assert (progress.status is Status.DETERIORATING) == ("deterioration" in held(progress))
        assert (progress.status in (Status.OFF_TRACK, Status.DETERIORATING)) == bool(GRAVE & {*held(progress)})
    if progress.status in (Status.ON_TRACK, Status.TOO_EARLY):
        assert held(progress) in ([], ["above_cutoff_at_start"])
    if progress.response:
        assert 0 <= progress.response.percent_met <= 10_000
    assert as_record(progress)["n"] == len(course.totals)


@given(courses())
def test_the_order_of_flags_is_fixed_most_urgent_first(course: Course) -> None:
    progress = judge(course)
    assert held(progress) == [rule for rule in ORDER if rule in held(progress)]
    assert raised(progress) == [rule for rule in ORDER if rule in raised(progress)]
    assert sorted(ORDER) == sorted(Rule)


@given(walks(80, 320), st.integers(-80, 80), st.sampled_from(["icce-2012", "openfit"]))
def test_a_constant_added_to_all_ratings_changes_no_change(totals: list[int], more: int, profile: str) -> None:
    one, other = judge(of_totals(totals, profile)), judge(of_totals([total + more for total in totals], profile))
    assert (one.n, one.change) == (other.n, other.change)
    assert (one.reliable_change, one.reliable_deterioration) == (other.reliable_change, other.reliable_deterioration)
    movement = {"deterioration", "sudden_drop", "slow_fall", "sawtooth"}
    assert movement & {*held(one)} == movement & {*held(other)}


def _mirrored(rules: Rules, width: int) -> Rules:
    """The same rules for a measure where lower is better."""
    cutoff, limits = rules.cutoff, {}
    if cutoff is not None:
        turned = {rater: {age: width - line for age, line in ages.items()} for rater, ages in cutoff.by_rater.items()}
        cutoff = replace(cutoff, by_rater=turned)
    for name in ("exclusion", "alliance_cutoff"):
        if limit := getattr(rules, name):
            limits[name] = replace(limit, points=width - limit.points)
    if rules.alliance_low_item:
        limits["alliance_low_item"] = replace(
            rules.alliance_low_item, points=width // 4 - rules.alliance_low_item.points
        )
    hoped = rules.trajectory
    if hoped is not None:
        short, long = (
            {age: _turned(curve, width) for age, curve in curves.items()} for curves in (hoped.short, hoped.long)
        )
        hoped = replace(hoped, short=short, long=long)
    return replace(rules, cutoff=cutoff, trajectory=hoped, **limits)


def _turned(curve: Curve, width: int) -> Curve:
    first, *others = curve.base
    return replace(curve, base=(width * 100_000 - first, *(-one for one in others)))


@given(walks(longest=30), st.sampled_from(AGES), PROFILES, st.sampled_from(["ors", "srs"]), st.data())
def test_a_measure_where_lower_is_better_is_judged_as_its_mirror(
    totals: list[int], age: str, profile: str, measure: str, data: st.DataObject
) -> None:
    straight = replace(of_totals(totals, profile, measure), age=age)
    if measure == "srs":
        items = data.draw(st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), max_size=6))
        straight = replace(straight, ratings=tuple(CourseRating(sum(one), tuple(one)) for one in items))
    turned = replace(
        straight,
        instrument=replace(straight.instrument, higher_is_better=False),
        profile=replace(straight.profile, rules={measure: _mirrored(straight.rules, 400)}),
        ratings=tuple(
            CourseRating(400 - (one.total or 0), tuple(100 - (item or 0) for item in one.items))
            for one in straight.ratings
        ),
    )
    one, other = judge(straight), judge(turned)
    assert (one.status, held(one), raised(one)) == (other.status, held(other), raised(other))
    assert (one.excluded, one.above_cutoff_at_start) == (other.excluded, other.above_cutoff_at_start)
    assert one.clinically_significant_change == other.clinically_significant_change
    assert one.change is None or other.change == -one.change
    if one.response and other.response:
        assert one.response.percent_met == other.response.percent_met
        assert one.response.expected == 4000 - other.response.expected
        assert one.response.target == 4000 - other.response.target


@given(courses(), st.data())
def test_missing_and_partial_ratings_never_count(course: Course, data: st.DataObject) -> None:
    partial = CourseRating(None, (course.instrument.low, *[None] * (len(course.instrument.items) - 1)))
    more = list(course.ratings)
    for _ in range(data.draw(st.integers(1, 4))):
        more.insert(data.draw(st.integers(0, len(more))), data.draw(st.sampled_from([CourseRating(None), partial])))
    one, other = judge(course), judge(replace(course, ratings=tuple(more)))
    quiet = ("status", "flags")
    assert {key: value for key, value in as_record(one).items() if key not in quiet} == {
        key: value for key, value in as_record(other).items() if key not in quiet
    }
    of_now = {"missed_in_a_row", "item_risk"}
    assert {*held(one)} - of_now == {*held(other)} - of_now


@given(walks(longest=30), st.sampled_from(AGES))
def test_what_is_expected_next_is_expected_when_it_comes(totals: list[int], age: str) -> None:
    told: list[tuple[int, ...]] = []
    for now in prefixes(replace(of_totals(totals, "bon-2023"), age=age)):
        if now.response is not None:
            for back, ahead in enumerate(reversed(told[-3:])):
                assert abs(ahead[back] * 10 - now.response.expected) <= 5
            told.append(now.response.ahead)


def _recovered(rule: str, now: Progress, course: Course) -> bool:
    """Whether a course has recovered from a rule by this rating, as the rules' own pages say it."""
    sign = 1 if course.instrument.higher_is_better else -1
    gain = sign * (now.change or 0)
    needed, marks = course.rules.reliable_change, course.rules.behind_expected
    match rule:
        case "check_in_due" | "last_stop_due":
            return needed is not None and gain >= needed.points
        case "deterioration":
            return gain >= 0
        case "behind_expected":
            return marks is not None and now.response is not None and _met(now, marks.enough)
        case "sawtooth" | "above_cutoff_at_start":
            return False
        case _:
            return rule not in held(now)


def _met(now: Progress, enough: int) -> bool:
    """Whether at least so many hundredths of a percent of the expected change are met, by the rounded figures."""
    assert now.first is not None
    assert now.response is not None
    hoped = now.response.expected - now.first * 10
    gain = (now.change or 0) * 10
    return gain >= hoped - 1 or gain * 10_000 >= enough * (hoped - 1)


@given(walks(longest=24), PROFILES, st.sampled_from(["ors", "srs"]), st.lists(st.integers(0, 23), max_size=8))
def test_nobody_is_told_twice_of_the_same_thing(
    totals: list[int], profile: str, measure: str, missed: list[int]
) -> None:
    rated: list[int | None] = list(totals)
    for place in missed:
        rated.insert(place, None)
    course = of_totals(rated, profile, measure)
    told: dict[str, bool] = {}
    for now in prefixes(course):
        for rule in [*told]:
            told[rule] = told[rule] and not _recovered(rule, now, course)
        for rule in raised(now):
            assert not told.get(rule), f"{rule} is told again without recovery"
            told[rule] = True


@given(walks(longest=24), PROFILES, st.sampled_from(["ors", "srs"]))
def test_whatever_begins_to_hold_is_told_or_lies_in_what_is_told(totals: list[int], profile: str, measure: str) -> None:
    before: set[str] = set()
    for now in prefixes(of_totals(totals, profile, measure)):
        new = {*held(now)} - before - {*raised(now)}
        told_before_recovery = {"deterioration", "behind_expected"}
        said_already = {"plateau"} if GRAVE & {*held(now)} else set()
        if "deterioration" in raised(now):
            said_already |= {"sudden_drop", "slow_fall"}
        assert new <= said_already | told_before_recovery
        before = {*held(now)}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40), st.sampled_from(AGES))
def test_percent_met_is_what_it_says(totals: list[int], age: str) -> None:
    progress = judge(replace(of_totals(totals, "bon-2023"), age=age))
    if progress.response is None:
        assert totals[0] > 320
        return
    curve = shipped().profile("bon-2023").rules["ors"].trajectory
    assert curve is not None
    hoped = Fraction(curve.expected(age, totals[0], len(totals)), 10_000_000) - Fraction(totals[0], 10)
    met = Fraction(totals[-1] - totals[0], 10) / hoped * 100 if hoped > 0 else Fraction(0)
    assert abs(Fraction(progress.response.percent_met, 100) - max(Fraction(0), min(Fraction(100), met))) <= Fraction(
        1, 200
    )
