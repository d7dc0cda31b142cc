"""Channels: one file each, with `run` (arrivals in) and `send` (letters out)."""
