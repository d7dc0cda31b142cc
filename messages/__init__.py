"""What is said: envelopes and words. May import `measures`; pure, no I/O besides reading its own templates."""
