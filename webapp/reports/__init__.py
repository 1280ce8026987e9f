"""Reports: data frozen as of an instant, documents made of them in the background, what was built and by whom."""
