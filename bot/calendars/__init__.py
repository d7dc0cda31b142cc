"""Calendars: the practice's appointments as others keep them, in ICS files, feeds and tables."""
