"""The outside: channels, web, command line, and the one composition root that wires the rooms together."""
