"""The risk profile of a school and its anti-risk programmes (К04, К05)."""
