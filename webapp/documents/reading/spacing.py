"""White space and invisible characters as readers see them."""

import re

_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f]"
)
_SPACES = re.compile(r"[^\S\n]+")


def tidy(text: str) -> str:
    """Return the text with single spaces, without soft hyphens and invisible characters; line feeds stay."""
    lines = _SPACES.sub(" ", _INVISIBLE.sub("", text)).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def one_line(text: str) -> str:
    return tidy(text.replace("\n", " "))
