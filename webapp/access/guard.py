"""The door of every request: who comes, by which page, and whether they may."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, request
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import Visitor, start_acting
from webapp.access.permissions import Permission, holds
from webapp.database import reading_only

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})

View = Callable[..., Any]
Identify = Callable[[], Visitor | None]
Challenge = Callable[[], "Response | WerkzeugResponse"]


class AccessNotDeclared(TypeError):
    """A route without `access=`; it does not import."""


class Section(Blueprint):
    """A feature's pages. Every route states the permission it needs in its own declaration."""

    def __init__(self, name: str, import_name: str, *, url_prefix: str | None = None, nav: str = "") -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self.declared: dict[str, Permission] = {}
        self.nav = nav or name
        """The line of the navigation its pages belong to."""

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        return self._declare(rule, "GET", options)

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        return self._declare(rule, "POST", options)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        raise AccessNotDeclared(f"{self.name}: {rule}: use .get or .post with access=")

    def _declare(self, rule: str, method: str, options: dict[str, Any]) -> Callable[[View], View]:
        access = options.pop("access", None)
        if not isinstance(access, Permission):
            raise AccessNotDeclared(f"{self.name}: {rule}: state access=Permission.…")

        def register(view: View) -> View:
            endpoint = options.pop("endpoint", view.__name__)
            if self.declared.get(endpoint, access) is not access:
                raise AccessNotDeclared(f"{self.name}.{endpoint}: one endpoint, one permission")
            self.declared[endpoint] = access
            self.add_url_rule(rule, endpoint, view, methods=[method], **options)
            return view

        return register


def install(app: Flask, *, identify: Identify, challenge: Challenge) -> None:
    """Stand before every request: `identify` names the actor, `challenge` answers one who must sign in."""

    @app.before_request
    def _enter() -> "Response | WerkzeugResponse | None":
        _forget_the_last_request()
        if request.endpoint == "static":
            return None
        g.visitor = visitor = identify()
        start_acting(visitor.actor if visitor else None)
        if request.url_rule is None:
            abort(404)
        refuse_nul()
        needed = permission_of(app, request.endpoint or "")
        refuse_foreign_origin(app.config["BASE_URL"])
        if needed is Permission.PUBLIC:
            return None
        if visitor is None:
            return challenge()
        _let_in(visitor, needed)
        return None

    @app.teardown_request
    def _open_again(_error: BaseException | None) -> None:
        reading_only("")


def _forget_the_last_request() -> None:
    """A thread serves one request after another: nothing of the last one may be left in its context."""
    reading_only(request.method if request.method in SAFE else "")
    start_acting(None)
    g.visitor = None


def _let_in(visitor: Visitor, needed: Permission) -> None:
    if not holds(visitor.actor, needed):
        abort(404)  # not 403: what exists for others is nobody's business


def permission_of(app: Flask, endpoint: str) -> Permission:
    """Return what an endpoint declared; an unknown endpoint is refused."""
    blueprint, _, name = endpoint.rpartition(".")
    section = app.blueprints.get(blueprint)
    if not isinstance(section, Section) or name not in section.declared:
        abort(404)
    return section.declared[name]


def refuse_nul() -> None:
    """Refuse a zero byte anywhere in what was sent: no text has one, and PostgreSQL cannot compare it (WB-05)."""
    if "\0" in request.path:
        abort(404)
    sent = list(request.args.values())
    if request.method not in SAFE:
        sent += request.form.values()
    if any("\0" in value for value in sent):
        abort(400)


def refuse_foreign_origin(base_url: str) -> None:
    """Refuse an unsafe request that another site made this browser send (SE-06)."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OWN_SITES:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and origin.rstrip("/") not in {base_url, request.host_url.rstrip("/")}:
        abort(403)
