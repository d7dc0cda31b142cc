"""When: pure calendar rules (`timetable`), and the tick (`ticker`). May import `messages` and `measures`."""
