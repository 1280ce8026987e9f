"""Answers that a browser saves and never opens inside our own page (UP-05, UP-07)."""

from collections.abc import Iterable
from typing import IO

from flask import Response, send_file

from webapp.documents.names import content_disposition


def attachment(content: bytes | Iterable[bytes], name: str, media_type: str) -> Response:
    """Answer a document made for this request alone."""
    return _guarded(Response(content, mimetype=media_type), name)


def stored(stream: IO[bytes], name: str, media_type: str, sha256: str) -> Response:
    """Answer a kept file, its checksum in `X-File-SHA256`; always whole, and no part of it is promised."""
    response = _guarded(send_file(stream, mimetype=media_type, max_age=0, conditional=False), name)
    response.headers["X-File-SHA256"] = sha256
    return response


def _guarded(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
