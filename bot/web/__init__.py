"""Web: the HTTP routes that providers call."""
