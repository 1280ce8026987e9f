"""Answers that a browser saves and never opens inside our own page (UP-05, UP-07), and pictures we drew ourselves."""

from collections.abc import Callable, Iterable
from typing import IO

from flask import Response, request, send_file

from webapp.documents.names import content_disposition

_SANDBOX = "sandbox; default-src 'none'"


def attachment(content: bytes | Iterable[bytes], name: str, media_type: str) -> Response:
    """Answer a document made for this request alone."""
    return _guarded(Response(content, mimetype=media_type), name)


def stored(stream: IO[bytes], name: str, media_type: str, sha256: str) -> Response:
    """Answer a kept file, its checksum in `X-File-SHA256`; always whole, and no part of it is promised."""
    response = _guarded(send_file(stream, mimetype=media_type, max_age=0, conditional=False), name)
    response.headers["X-File-SHA256"] = sha256
    return response


def picture(open_it: Callable[[], IO[bytes]], sha256: str) -> Response:
    """Answer a picture this product drew; a browser keeps it and asks each time whether it may still show it."""
    if sha256 in request.if_none_match:
        response = Response(status=304)
    else:
        response = send_file(open_it(), mimetype="image/webp", max_age=0, conditional=False, etag=False)
    response.set_etag(sha256)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _guarded(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
