"""What the documents of the demonstration say, as Python data. All texts, names and numbers are invented."""
