"""Rounding: a half goes away from zero, as in the published figures; Python's own `round` sends it to the even side."""


def half_up(value: int, unit: int) -> int:
    """`value` in whole units; `unit` is above zero."""
    whole = (2 * abs(value) + unit) // (2 * unit)
    return whole if value >= 0 else -whole
