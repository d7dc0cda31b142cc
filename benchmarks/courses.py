"""`python -m benchmarks.courses`: what a course of 50 ratings costs, from 200 answers to its status and flags.

Each shape of course is scored, four answers a rating, and judged by each profile. Beside it a peer that sums the same
answers and knows only the change, the cut-off and the reliable change: no ranges, no rules, no sources. All figures are
the best of several rounds in CPU time; the ratio compares within one run.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from time import process_time

from measures.course import Course, CourseRating
from measures.instrument import Instrument
from measures.library import shipped
from measures.profile import Profile
from measures.progress import Progress, judge
from measures.scoring import Score, score

RATINGS = 50
PROFILES = ("icce-2012", "bon-2023")
AIM = 100
"""Microseconds for a course."""

Answers = Sequence[Sequence[int]]


def shapes() -> dict[str, Answers]:
    """Courses by how they go, as answers in tenths."""
    drawn = Random(50)
    weeks = range(RATINGS)
    return {
        "random": [[drawn.randint(0, 100) for _ in range(4)] for _ in weeks],
        "flat": [[40] * 4 for _ in weeks],
        "falling": [[60 - week] * 4 for week in weeks],
        "recovering": [[min(90, 25 + 2 * week)] * 4 for week in weeks],
        "wavering": [[40 + drawn.randint(-8, 8) for _ in range(4)] for _ in weeks],
    }


def whole(answers: Answers, measure: Instrument, profile: Profile) -> Progress:
    """Scored and judged as the application does."""
    scored = [score(measure, one) for one in answers]
    ratings = tuple([CourseRating(one.total, one.items) for one in scored if isinstance(one, Score)])
    return judge(Course(profile, measure, "adult", "self", ratings))


def plain(answers: Answers) -> tuple[int, bool, bool]:
    """What a few lines would do: the change, whether it is reliable, whether it crosses the cut-off."""
    totals = [sum(one) for one in answers]
    change = totals[-1] - totals[0]
    return change, change >= 50, totals[0] < 250 <= totals[-1]


def microseconds(work: Callable[[], object], rounds: int, times: int) -> float:
    """The least CPU time of one call."""
    return min(_round(work, times) for _ in range(rounds)) / times * 1e6


def _round(work: Callable[[], object], times: int) -> float:
    began = process_time()
    for _ in range(times):
        work()
    return process_time() - began


def run(rounds: int, times: int) -> None:
    """Measures and prints."""
    measure, slowest, peer = shipped().instrument("ors"), 0.0, 0.0
    for name, answers in shapes().items():
        peer += microseconds(partial(plain, answers), rounds, times) / len(shapes())
        for profile in map(shipped().profile, PROFILES):
            progress = whole(answers, measure, profile)
            assert progress.n == RATINGS
            took = microseconds(partial(whole, answers, measure, profile), rounds, times)
            slowest = max(slowest, took)
            print(f"{name}, {profile.id}: {took:.0f} µs, {progress.status}, {len(progress.flags)} flags")
    print(f"slowest {slowest:.0f} µs, aim {AIM} µs; peer {peer:.1f} µs, ratio {slowest / peer:.1f}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.courses", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="of which the best counts")
    parser.add_argument("--times", type=int, default=200, help="courses in a round")
    given = parser.parse_args()
    run(given.rounds, given.times)


if __name__ == "__main__":
    main()
