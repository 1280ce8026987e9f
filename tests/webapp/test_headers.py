"""Every answer, whatever it is, carries the same protection (WB-01, WB-03)."""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings_for
from tests.pages import BASE, Browser, apart
from tests.world import World
from webapp import create_app
from webapp.headers import CONTENT_POLICY

PATHS = (
    "/login",
    "/",
    "/packages/нет-такого",
    "/no/such/page",
    "/healthz",
    "/static/app.css",
    "/help",
    "/static/missing.js",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("fragment", [False, True])
def test_every_answer_is_protected(app: Flask, town: World, path: str, fragment: bool) -> None:
    headers = {"HX-Request": "true", "HX-Target": "main"} if fragment else {}
    answer = apart(app.test_client().get, path, base_url=BASE, headers=headers)
    assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in answer.headers, "plain http promises nothing"


def test_the_policy_allows_nothing_inline_nor_foreign() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in CONTENT_POLICY.split(";"))
    assert "unsafe" not in CONTENT_POLICY and "http" not in CONTENT_POLICY and "*" not in CONTENT_POLICY
    assert (
        rules["script-src"] == rules["style-src"] == rules["default-src"] == rules["form-action"] == "'self'"
    )
    assert rules["object-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"


@pytest.mark.parametrize("path", ["/", "/packages", "/notifications", "/sessions", "/packages/нет-такого"])
def test_no_page_of_a_person_is_kept_anywhere(as_curator: Browser, path: str) -> None:
    answer = apart(as_curator.client.get, path, base_url=BASE)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


def test_static_files_are_kept_for_good_only_by_their_version(app: Flask) -> None:
    get = app.test_client().get
    versioned = apart(get, "/static/app.css?v=1234567890", base_url=BASE)
    plain = apart(get, "/static/app.css", base_url=BASE)
    assert versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in plain.headers.get("Cache-Control", "")
    assert "Set-Cookie" not in versioned.headers


def test_over_https_the_browser_is_told_to_stay_there_and_cookies_are_bound_to_the_host(
    tmp_path: Path,
) -> None:
    settings = settings_for(
        f"sqlite:///{tmp_path / 'x.sqlite3'}",
        tmp_path,
        base_url="https://ekspertiza.example",
        trusted_hosts=("ekspertiza.example",),
    )
    app = create_app(settings)
    with app.app_context():
        answer = apart(app.test_client().get, "/login", base_url="https://ekspertiza.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies, "the page of signing in carries a token"
    for cookie in cookies:
        assert (
            cookie.startswith("__Host-")
            and "Secure" in cookie
            and "HttpOnly" in cookie
            and "SameSite=Lax" in cookie
        )


def test_a_host_that_is_not_ours_is_refused(app: Flask) -> None:
    answer = apart(app.test_client().get, "/login", base_url="http://evil.example")
    assert answer.status_code == 400 and b"evil.example" not in answer.get_data()


def test_an_unexpected_fault_tells_a_number_and_nothing_of_the_inside(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path))
    with app.app_context():
        answer = apart(app.test_client().get, "/invitation/x", base_url=BASE)
    assert answer.status_code in {500, 503}
    told = answer.get_data(as_text=True)
    assert "data-error-id" in told
    for inside in ("Traceback", "sqlalchemy", "SELECT", "no such table", str(tmp_path), ".py"):
        assert inside not in told
    assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
