"""Tests of `bot/calendars`."""
