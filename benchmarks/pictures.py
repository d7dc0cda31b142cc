"""`python -m benchmarks.pictures`: how long a picture of a course takes, and how many bytes it has.

Courses of 1 to 50 ratings with gaps, what is expected and the alliance, in both forms. Beside them a peer that draws
the same totals as a bare line with the same library, without a word. The first picture, which loads the library, is
told apart. Figures are the least of several rounds in CPU time; the ratio compares within one run.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from time import process_time

from benchmarks.house import ZONE, practice
from handlers.case import Episode, Rating
from handlers.picturing import Reader, chart_of
from messages.chart import Chart
from messages.drawing import Form, draw

COUNTS = (1, 2, 5, 10, 50)
MILLISECONDS, KILOBYTES = 300, 60
"""The aims for a picture."""
BEGAN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def course(count: int) -> Chart:
    """So many ratings a week apart, with every fifth session left out."""
    sessions = [BEGAN + timedelta(weeks=week) for week in range(count + count // 4)]
    missed, kept = sessions[4::5], [one for place, one in enumerate(sessions) if place % 5 != 4]
    episode = Episode("E", "C-7K2", "T", "adult", "bon-2023", "ors")
    made = chart_of(practice(), episode, list(_rated(kept)), missed, Reader("C-7K2", "en", ZONE))
    assert made
    return made


def _rated(sessions: list[datetime]) -> Iterator[Rating]:
    for week, at in enumerate(sessions):
        for measure, total in (("ors", 120 + 53 * week % 200), ("srs", 330 + 17 * week % 70)):
            key = f"{measure}{week}"
            yield Rating(key, "C-7K2", "E", key, measure, "1", "p", "1", "self", "sms", (), total, at, at)


def plain(totals: tuple[int, ...]) -> bytes:
    """What a few lines would do."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - the first picture is to load it

    figure, made = Figure(figsize=(5.4, 5.4), dpi=200), BytesIO()
    figure.add_subplot().plot(totals, marker="o")
    figure.savefig(made, format="png")
    return made.getvalue()


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of one call."""
    return min(_once(work) for _ in range(rounds)) * 1e3


def _once(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def run(rounds: int) -> None:
    """Measures and prints."""
    charts = {count: course(count) for count in COUNTS}
    print(f"the first, with loading the library: {_once(partial(draw, charts[10])) * 1e3:.0f} ms")
    slowest = largest = 0.0
    for count, chart in charts.items():
        for form in Form:
            took, size = milliseconds(partial(draw, chart, form=form), rounds), len(draw(chart, form=form)) / 1e3
            slowest, largest = max(slowest, took), max(largest, size)
            print(f"{form} of {count} ratings: {took:.0f} ms, {size:.0f} kB")
    peer = milliseconds(partial(plain, charts[50].totals), rounds)
    print(f"slowest {slowest:.0f} ms, aim {MILLISECONDS} ms; peer {peer:.0f} ms, ratio {slowest / peer:.1f}")
    print(f"largest {largest:.0f} kB, aim {KILOBYTES} kB")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="of which the best counts")
    run(parser.parse_args().rounds)


if __name__ == "__main__":
    main()
