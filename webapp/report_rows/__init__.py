"""What a report says: the rows behind its numbers, and how two issues of it differ."""
