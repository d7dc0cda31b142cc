"""Jacobson and Truax, on published figures worked out by hand."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from measures.jacobson import (
    Z90,
    Sample,
    cutoff_a,
    cutoff_b,
    cutoff_c,
    error_of_difference,
    reliable_change,
    reliable_change_index,
)


def near(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def test_jacobson_and_truax_of_the_core_10() -> None:
    general, clinical = Sample(Decimal("4.7"), Decimal("4.8")), Sample(Decimal("19.7"), Decimal("7.7"))
    # (7.7 * 4.7 + 4.8 * 19.7) / (7.7 + 4.8) = (36.19 + 94.56) / 12.5
    assert Decimal("36.19") + Decimal("94.56") == Decimal("130.75")
    assert cutoff_c(clinical, general) == Decimal("130.75") / Decimal("12.5") == Decimal("10.46")
    # 7.7 * sqrt(2 * 0.10) = 7.7 * 0.447214 = 3.4435
    error = error_of_difference(Decimal("7.7"), Decimal("0.90"))
    assert near(error**2, "0.0001") == Decimal("7.7") ** 2 * 2 * Decimal("0.1") == Decimal("11.858")
    assert near(error, "0.001") == Decimal("3.444")
    assert near(reliable_change_index(Decimal("7.7"), Decimal("0.90")), "0.01") == Decimal("6.75")
    assert near(reliable_change_index(Decimal("7.7"), Decimal("0.90"), Z90), "0.01") == Decimal("5.66")


@pytest.mark.parametrize(
    ("sd", "reliability", "points_of_change"),
    [
        ("5.5", "0.84", "6.10"),
        ("7.75", "0.93", "5.68"),
        ("7.75", "0.91", "6.44"),
        ("7.75", "0.80", "9.61"),
        ("7.25", "0.93", "5.32"),
        ("7.25", "0.91", "6.03"),
    ],
)
def test_jacobson_and_truax_of_other_scales(sd: str, reliability: str, points_of_change: str) -> None:
    found = reliable_change_index(Decimal(sd), Decimal(reliability))
    assert near(found, "0.01") == Decimal(points_of_change)
    # 1.96² sd² 2 (1 - r), without any root
    squared = (Fraction("1.96") * Fraction(sd)) ** 2 * 2 * (1 - Fraction(reliability))
    assert near(found**2, "0.000001") == near(Decimal(squared.numerator) / Decimal(squared.denominator), "0.000001")


def test_a_reliable_change_is_rounded_to_tenths_half_up() -> None:
    assert reliable_change(Decimal("5.5"), Decimal("0.84")) == 61
    assert reliable_change(Decimal("7.75"), Decimal("0.93")) == 57
    assert reliable_change(Decimal("7.7"), Decimal("0.90")) == 67  # 6.7494
    assert reliable_change(Decimal("1.25"), Decimal("0.5")) == 25  # 1.96 * 1.25 * sqrt(2 * 0.5) = 2.45


def test_cutoffs_lie_two_standard_deviations_toward_health_and_toward_illness() -> None:
    group = Sample(Decimal(20), Decimal(4))
    assert [cutoff_a(group, higher_is_better=better) for better in (True, False)] == [Decimal(28), Decimal(12)]
    assert [cutoff_b(group, higher_is_better=better) for better in (True, False)] == [Decimal(12), Decimal(28)]
