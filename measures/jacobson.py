"""Jacobson and Truax: how large a change must be to be more than error, and where the clinical range ends.

N. S. Jacobson and P. Truax 1991, J. Consult. Clin. Psychol. 59; the standard error of a difference by Christensen and
Mendoza 1986. Standard deviations and means in points.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Z95 = Decimal("1.96")
Z90 = Decimal("1.645")
"""Two-sided normal quantiles of a 95 % and a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A group's mean and standard deviation."""

    mean: Decimal
    sd: Decimal


def error_of_difference(sd: Decimal, reliability: Decimal) -> Decimal:
    """The standard error of the difference of two ratings of one person."""
    return sd * Decimal(2).sqrt() * (1 - reliability).sqrt()


def reliable_change_index(sd: Decimal, reliability: Decimal, z: Decimal = Z95) -> Decimal:
    """The change, in points, that error alone hardly ever makes."""
    return z * error_of_difference(sd, reliability)


def reliable_change(sd: Decimal, reliability: Decimal) -> int:
    """The same at 95 % as a figure for a profile, in tenths."""
    return int((reliable_change_index(sd, reliability) * 10).quantize(Decimal(1), ROUND_HALF_UP))


def cutoff_a(clinical: Sample, *, higher_is_better: bool) -> Decimal:
    """Two standard deviations from the clinical mean toward health."""
    return clinical.mean + (2 if higher_is_better else -2) * clinical.sd


def cutoff_b(general: Sample, *, higher_is_better: bool) -> Decimal:
    """Two standard deviations from the general mean toward illness."""
    return general.mean - (2 if higher_is_better else -2) * general.sd


def cutoff_c(clinical: Sample, general: Sample) -> Decimal:
    """Where it is as likely to belong to the one group as to the other."""
    return (clinical.sd * general.mean + general.sd * clinical.mean) / (clinical.sd + general.sd)
