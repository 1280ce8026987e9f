"""The product. `create_app` is its table of contents."""

import hashlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config
from webapp import (
    addresses,
    commands,
    database,
    errors,
    frame,
    headers,
    logs,
    mail,
    once,
    refusals,
    rendering,
)
from webapp.access import closing, guard, scope
from webapp.access.guard import Section
from webapp.accounts import views as accounts
from webapp.dashboard import queries as dashboard
from webapp.extensions import babel, configure_celery, csrf, login_manager, migrate
from webapp.storage import open_storage

FEATURES = (
    "accounts",
    "dashboard",
    "packages",
    "assembly",
    "remarks",
    "expertise",
    "comparisons",
    "evidence",
    "copies",
    "letters",
    "reports",
    "report_rows",
    "archives",
    "signing",
    "verification",
    "search",
    "schools",
    "diagnosis",
    "stage_closing",
    "diary",
    "journals",
    "programmes",
    "calendars",
    "monitoring",
    "roadmap",
    "roadmap_imports",
    "indicators",
    "agenda",
    "curators",
    "substitutions",
    "recommendations",
    "surveys",
    "sheets",
    "experts",
    "administration",
    "notifications",
    "help",
    "health",
)


def create_app(settings: config.Settings | None = None) -> Flask:
    """Return the application for these settings (the environment's by default)."""
    settings = settings or config.load()
    app = Flask(__name__, template_folder=str(config.ROOT / "templates"), static_folder="static")
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["settings"] = settings
    app.extensions["storage"] = open_storage(
        settings.storage_url, floor=settings.free_space_floor, temporary=settings.data_dir / "temporary"
    )
    app.extensions["static_versions"] = _static_versions(Path(app.static_folder or ""))

    database.db.init_app(app)
    migrate.init_app(app, database.db, directory=str(config.ROOT / "migrations"))
    babel.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    configure_celery(settings.redis_url)
    mail.install(app, settings)

    addresses.install(app)
    logs.install(app)
    rendering.install(app)
    scope.install()
    closing.install()
    errors.install(app, refused=refusals.note)
    headers.install(app, https=settings.secure_cookies)
    guard.install(app, identify=accounts.identify, challenge=accounts.challenge)
    once.install(app)
    commands.install(app)
    for feature in FEATURES:
        _install_feature(app, feature)
    app.context_processor(_frame)
    with app.app_context():
        database.install(database.db.engine)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=None)  # type: ignore[method-assign]
    return app


def _install_feature(app: Flask, name: str) -> None:
    if find_spec(f"webapp.{name}.views") is None:
        return
    views = import_module(f"webapp.{name}.views")
    for section in (value for value in vars(views).values() if isinstance(value, Section)):
        app.register_blueprint(section)


def _frame() -> dict[str, object]:
    section = app_section.nav if (app_section := _section()) else ""
    visitor = g.get("visitor")
    counted = visitor is not None and not rendering.is_fragment()
    counts = g.get("counts") or (dashboard.frame_counts(visitor.actor) if counted else frame.Counts())
    return {"frame": frame.build(counts=counts, section=section)}


def _section() -> Section | None:
    from flask import current_app

    section = current_app.blueprints.get(request.blueprint or "")
    return section if isinstance(section, Section) else None


def _flask_settings(settings: config.Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": settings.request_limit,
        "SESSION_COOKIE_NAME": "__Host-form" if settings.secure_cookies else "form",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": settings.session_absolute * 60,
        "WTF_I18N_ENABLED": False,
        "BABEL_DEFAULT_LOCALE": "ru",
        "BASE_URL": settings.base_url,
        "PRODUCT_NAME": settings.product_name,
        "DEMO": settings.demo,
    }


def _engine_options(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15, "check_same_thread": False}}
    return {
        "isolation_level": "AUTOCOMMIT",
        "pool_size": 10,
        "max_overflow": 10,
        "connect_args": {"connect_timeout": 5},
    }


def _static_versions(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
