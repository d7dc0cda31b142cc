"""Tests of the clock: every change of clocks, leap days, other zones, outages."""
