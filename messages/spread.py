"""Spread: labels beside a panel, moved apart as little as they must be."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Where the middles of labels go that want to be at `wanted` and are so `tall`, none upon another.

    Those that would meet stand around the mean of what they want. Between `low` and `high` if there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    heaps: list[tuple[float, list[int]]] = []
    for one in order:
        middle, heap = _inside(wanted[one], tall[one], low, high), [one]
        while heaps and middle - _sum(tall, heap) / 2 < heaps[-1][0] + _sum(tall, heaps[-1][1]) / 2:
            heap = [*heaps.pop()[1], *heap]
            middle = _inside(_mean(wanted, tall, heap), _sum(tall, heap), low, high)
        heaps.append((middle, heap))
    return _placed(heaps, tall)


def _sum(tall: Sequence[float], heap: Sequence[int]) -> float:
    return sum(tall[one] for one in heap)


def _mean(wanted: Sequence[float], tall: Sequence[float], heap: Sequence[int]) -> float:
    """Where the middle of a heap is to be, so that its labels are moved as little as they can."""
    below, moves = 0.0, []
    for one in heap:
        moves.append(wanted[one] - (below + tall[one] / 2))
        below += tall[one]
    return sum(moves) / len(moves) + below / 2


def _inside(middle: float, tall: float, low: float, high: float) -> float:
    return max(low + tall / 2, min(high - tall / 2, middle))


def _placed(heaps: Sequence[tuple[float, Sequence[int]]], tall: Sequence[float]) -> list[float]:
    places = dict[int, float]()
    for middle, heap in heaps:
        foot = middle - _sum(tall, heap) / 2
        for one in heap:
            places[one] = foot + tall[one] / 2
            foot += tall[one]
    return [places[one] for one in range(len(places))]
