"""From an empty database to a package that can be begun, by the command line and the pages alone."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tasks import base
from tests import factories as make
from tests.pages import Browser
from tests.tasks.conftest import drain
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Mail, Municipality, School, User
from workflows.kinds import KINDS

PASSWORD = "три слона на одном балконе"


def test_an_empty_installation_comes_to_its_first_package(app: Flask) -> None:
    base.bind(app)
    command(app, "municipality", "add", "zar", "--name", "Зареченский городской округ",
            "--region", "Алтайский край", "--zone", "Asia/Krasnoyarsk")  # fmt: skip
    command(app, "user", "add", "root@example.org", "--name", "Админова Инна Львовна", "--role", "admin")
    admin = newcomer(app, "root@example.org")
    assert admin.get("/admin/municipalities").has("Зареченский городской округ", "zar")

    invite(
        admin,
        "coordinator@example.org",
        "Образцова Мария Петровна",
        "coordinator",
        municipality=key_of(Municipality),
    )
    coordinator = newcomer(app, "coordinator@example.org")
    coordinator.post("/schools/new", {"name": "МБОУ СОШ № 1", "short_name": "СОШ № 1", "slug": ""})
    school_id = key_of(School)

    invite(
        admin,
        "curator@example.org",
        "Примеров Алексей Сергеевич",
        "curator",
        municipality=key_of(Municipality),
    )
    invite(admin, "school@example.org", "Планова Анна Игоревна", "school", school=school_id)
    coordinator.post(
        "/curators/new",
        {
            "curator": key_of(User, User.email == "curator@example.org"),
            "schools": [school_id],
            "since": today(),
        },
    )
    programme(coordinator, school_id)

    school = newcomer(app, "school@example.org")
    choice = school.get("/packages/new")
    assert choice.has("Программа развития", "Начать")
    begun = school.post("/packages/new", {"stage": choice.value("stage"), "kind": choice.value("kind")})
    number = begun.location.split("/")[2]
    assert number == f"zar-{make.today().year}-1"
    assert newcomer(app, "curator@example.org").get("/schools").has("СОШ № 1")


def command(app: Flask, *words: str) -> None:
    told = app.test_cli_runner().invoke(args=words)
    assert told.exit_code == 0, told.output


def invite(admin: Browser, email: str, name: str, role: str, **place: str) -> None:
    admin.get("/admin/users/new")
    admin.post("/admin/users/new", {"email": email, "name": name, "role": role, "since": today(), **place})


def newcomer(app: Flask, email: str) -> Browser:
    """Open the letter, set the password by its link, sign in by the form."""
    with system_scope("test"):
        drain()
        session.rollback()
        body = session.scalars(select(Mail.body).where(Mail.recipient == email)).one()
    found = re.search(r"/invitation/\S+", body)
    assert found is not None
    browser = Browser(app.test_client())
    browser.get(found.group())
    browser.post(found.group(), {"new": PASSWORD})
    browser.csrf = ""
    browser.get("/login")
    browser.post("/login", {"email": email, "password": PASSWORD})
    browser.csrf = ""
    return browser


def programme(coordinator: Browser, school_id: str) -> None:
    year, day = make.today().year, make.today()
    made = coordinator.post(
        "/programmes/new",
        {
            "title": "Развитие", "short_title": "Развитие", "year": year, "template": "empty", "code": "rost",
            "starts_on": f"{year}-01-01", "ends_on": (day + timedelta(days=60)).isoformat(),
        },
    )  # fmt: skip
    coordinator.post("/programmes/rost/schools", {"schools": [school_id], "joined_on": today()})
    coordinator.post(
        "/programmes/rost/stages/new",
        {
            "title": "Развитие", "opens_on": today(), "closes_on": (day + timedelta(days=20)).isoformat(),
            "examine_until": (day + timedelta(days=30)).isoformat(), "kinds": ["development"],
            **{f"examiner_{kind}": "" for kind in KINDS},
        },
    )  # fmt: skip
    assert coordinator.follow(made).has("Развитие")


def key_of(model: Any, *which: Any) -> str:
    with system_scope("test"):
        session.rollback()
        return str(session.scalars(select(model.id).where(*which)).one())


def today() -> str:
    return make.today().isoformat()
