"""The times of roadmaps: the timeline, the calendar, what a person owes, what is overdue, the calendar feed (К41)."""
