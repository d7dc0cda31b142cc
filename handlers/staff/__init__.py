"""What staff ask for and say in chat: one order a file."""
