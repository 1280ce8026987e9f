"""Who looks after which school, since when and by which order."""
