"""Golden conversations: who says what, and all that follows, as text files."""
