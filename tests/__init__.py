"""Tests, one folder per room, against real parts."""
