"""The documents of the story: what each school wrote, as files for its slots."""
