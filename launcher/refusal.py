"""The one way in which the launcher says no."""

EXIT_CODE = 2


class Refusal(Exception):
    """The launcher cannot do what was asked; the text is one Russian sentence for the person who asked."""
