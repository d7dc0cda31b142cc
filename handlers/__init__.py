"""What follows: `decide(arrival, case, now)` gives facts. Pure; may import `scheduler`, `messages`, `measures`."""
