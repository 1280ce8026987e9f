"""`./run`: sets the project up, starts and supervises it, checks it, tests it.

Read `__main__.py` first (what the words on the command line do), then `start.py` (the story of `./run`).
Nothing here is imported by the product; the modules that run before the set-up use the standard library only.
"""
