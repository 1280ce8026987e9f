"""Sheets as data: editions a municipality approves, the draft of the next one, and what a change touches."""
