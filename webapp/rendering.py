"""Pages and their fragments: one template per page, its blocks are what htmx may ask for."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from htmx_flask.requests import HtmxAwareRequest
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.extensions import htmx
from webapp.formatting import FILTERS
from webapp.once import new_token

REMEMBERED = 2048
WITH_ERRORS = frozenset({409, 422})
"""Answers that a person must read and correct: their titles say so, whichever page it is."""
STOP_POLLING = 286
"""The answer to a poll that says: nothing more will come."""
MAX_FORM_PARTS = 2000
MAX_FORM_MEMORY = 2 * 1024 * 1024


class AppRequest(HtmxAwareRequest):
    """Our request: htmx-aware, with bounded forms (WB-09)."""

    max_form_parts = MAX_FORM_PARTS
    max_form_memory_size = MAX_FORM_MEMORY


class Components:
    """The macros of `templates/components/`, as `ui.<file>.<macro>` in every template and fragment alike.

    A fragment is rendered without its page's imports, hence one global instead of imports."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        macros = self._environment.get_template(f"components/{name}.html").module
        if not self._environment.auto_reload:  # hundreds of look-ups a page: the next ones find it as it is
            setattr(self, name, macros)
        return macros


def install(app: Flask) -> None:
    htmx.init_app(app)
    app.request_class = AppRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        static_url=static_url,
        form_token=new_token,
        remembered=remembered,
        ui=Components(app.jinja_env),
    )


def render(template: str, *, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer a page, or, when htmx asks for one of its blocks by the id of its target, that block alone."""
    context.setdefault("errors", status in WITH_ERRORS)
    wanted = block or _block_for_target(template)
    if wanted is not None and is_fragment():
        response = make_response(render_block(template, wanted, **context), status)
    else:
        response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def is_fragment() -> bool:
    """Tell whether this request wants a fragment; restoring history always wants the page."""
    asked = getattr(request, "htmx", None)
    return bool(asked) and request.headers.get("HX-History-Restore-Request") != "true"


def see_other(location: str) -> WerkzeugResponse:
    """Answer a POST by sending the browser to a page: 303, or an htmx redirect for a fragment."""
    if is_fragment():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = location
        return response
    response = make_response("", 303)
    response.headers["Location"] = location
    return response


def remembered(macro: Macro) -> Callable[..., str]:
    """Return a macro of plain values that finds what it has rendered before: `{% set icon = remembered(_icon) %}`.

    The same text as a string and as markup are two arguments; what cannot be a key is rendered anew."""
    found = lru_cache(maxsize=REMEMBERED, typed=True)(macro)

    def render_once(*values: Any, **named: Any) -> str:
        try:
            return found(*values, **named)
        except TypeError:
            return macro(*values, **named)

    return render_once


def static_url(name: str) -> str:
    """Return the address of a static file, changed whenever its content does."""
    versions: dict[str, str] = current_app.extensions["static_versions"]
    return url_for("static", filename=name, v=versions.get(name, "0"))


def _block_for_target(template: str) -> str | None:
    target = request.headers.get("HX-Target", "").replace("-", "_")
    if not target:
        return None
    blocks = current_app.jinja_env.get_template(template).blocks
    return target if target in blocks else None
