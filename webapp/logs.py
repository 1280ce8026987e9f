"""One JSON line for each event of the log, with the request's id (IN-05)."""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from webapp.access.actor import Actor, acting
from webapp.journal import Origin, set_origin

SECRET = re.compile(r"(token|password|csrf[^=]*|code)=[^&\s\"']+", re.IGNORECASE)
LINK = re.compile(r"/(reset|invitation|feed)/[^/\s\"']+")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, whatever text is in it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact(record.getMessage()),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def redact(text: str) -> str:
    """Return the text without tokens, passwords and one-time links."""
    return LINK.sub(r"/\1/***", SECRET.sub(r"\1=***", text))


def configure() -> None:
    """Send every log of the process as JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it tells of a changed paper by a traceback
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    for noisy in ("werkzeug", "botocore", "urllib3", "amqp", "kombu", "fontTools", "pikepdf", "celery.beat"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def install(app: Flask) -> None:
    @app.before_request
    def _start() -> None:
        g.request_id = secrets.token_hex(8)
        g.started = time.perf_counter()
        set_origin(Origin(request.remote_addr or "", g.request_id))

    @app.after_request
    def _line(response: Response) -> Response:
        who = acting()
        fields = {
            "request_id": g.get("request_id", ""),
            "method": request.method,
            "path": redact(request.path),
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
            "user": who.user_id if isinstance(who, Actor) else None,
        }
        response.headers["X-Request-Id"] = fields["request_id"]
        if request.endpoint != "static":
            logging.getLogger("web").info("request", extra={"fields": fields})
        return response
