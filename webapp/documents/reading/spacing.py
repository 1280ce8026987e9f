"""White space and invisible characters as readers see them."""

import re

_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_SIGNS = str.maketrans(
    {"\u2011": "-", "\uf02d": "-", "\uf0a7": "▪", "\uf0b7": "•", "\uf0d8": "➢", "\uf0a8": "☐", "\uf06f": "☐",
     "\uf0fe": "☑", "\uf0fc": "✓", "\uf0a3": "≤", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥"}
)  # fmt: skip
"""Signs by their places in the fonts Symbol and Wingdings, as files carry them; a hyphen that holds words together."""


def tidy(text: str) -> str:
    """Return the text with single spaces, without soft hyphens and invisible characters; line feeds stay."""
    lines = _SPACES.sub(" ", _INVISIBLE.sub("", text).translate(_SIGNS)).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def one_line(text: str) -> str:
    return tidy(text.replace("\n", " "))
