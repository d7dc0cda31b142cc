"""Where it is kept: the only room that speaks SQL. May import every room but `bot`."""
