"""The commands of `meantime`, a file per noun. Each parses, calls the rooms, and answers for people or as JSON."""
