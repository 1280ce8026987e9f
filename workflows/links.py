"""Addresses people give: only those a browser opens safely."""

from urllib.parse import urlsplit

LONGEST = 1000


def is_web_address(text: str) -> bool:
    """Tell whether a text is a full http or https address without spaces and unprintable signs."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = not any(sign.isspace() or not sign.isprintable() for sign in text)
    return plain and parts.scheme in {"http", "https"} and bool(host) and len(text) <= LONGEST
