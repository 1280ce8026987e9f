"""Every route × role × object: what the published matrix promises, and nothing of the neighbours anywhere."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests import factories as make
from tests.architecture.samples import Sample, samples_for, sees
from tests.pages import BASE, Browser, Page, SignIn, apart
from tests.webapp.access.estate import TAINT, Estates
from webapp.access import guard
from webapp.access.actor import Actor
from webapp.access.guard import AccessNotDeclared, Section
from webapp.access.permissions import GRANTS, Permission, holds
from webapp.commands import access
from webapp.database import Base, db, session
from workflows.vocabulary import Role

GOLDEN = Path(__file__).with_name("access-matrix.txt")
ANONYMOUS = "anonymous"
ROLES = (*(role.value for role in Role), ANONYMOUS)
FOREIGN_WORDS = (
    TAINT, "верхнеоз", "voz-", "чужая сош", "чужой этап", "чужезем", "соседова", "координаторова 9", "директорова 9",
)  # fmt: skip
HAS_NO_ROW = frozenset({"accounts", "help", "health"})
"""Features whose arguments name nothing that belongs to a municipality."""
FRAGMENT = {"HX-Request": "true", "HX-Target": "main"}
BOOKKEEPING = frozenset({"login_session", "journal_entry", "journal_head", "notification"})
"""What reading may write: that a session lives, that a document was taken."""

NEVER_THERE: dict[str, str] = {
    "accounts.reset": "the sample is no token",
    "accounts.invitation": "the sample is no token",
    "notifications.letter": "the sample is no letter",
    "agenda.feed": "the sample is no address",
}
"""Pages that answer 404 to their own sample, and why."""
QUERY: dict[str, str] = {
    "reports.new": "?stage=srr-stage",
    "reports.new_on_roadmap": "?map=srr-dk-1",
    "archives.of_stage": "?stage=srr-stage",
}
"""What a page asks for beside its path."""
NOTHING_MORE = 286
"""Tells htmx to stop polling."""
ONLY_SOME: dict[str, frozenset[str]] = {
    "diagnosis.verification": frozenset({"curator"}),  # the curator verifies what the school has written
    "diagnosis.profile_edit": frozenset({"school", "head"}),
    "diagnosis.plan_edit": frozenset({"school", "head"}),
    "packages.step": frozenset({"curator"}),  # the sample is his step
    "archives.download": frozenset(),  # the sample is no dossier
    "roadmap_imports.differences": frozenset(),  # the sample amends nothing
    "roadmap_approval.approve": frozenset({"coordinator", "chief"}),  # the head approves the school's own
    **dict.fromkeys(
        (
            "roadmap_imports.check",
            "roadmap_imports.columns",
            "roadmap_imports.show",
            "roadmap.edit",
            "roadmap.requisites",
            "roadmap.section_new",
            "roadmap.section_edit",
            "roadmap.measure_new",
            "roadmap.measure_edit",
            "roadmap.conditions",
            "roadmap.parties",
            "roadmap.party",
        ),
        frozenset({"coordinator", "methodist"}),  # the sample is the municipality's; schools keep their own
    ),
}
"""Pages that a permission opens to fewer roles than hold it, because the case decides."""


@pytest.fixture
def cast(estates: Estates, sign_in: SignIn, app: Flask) -> dict[str, Browser]:
    """A signed-in browser for each role of the first municipality, and one without a session."""
    town = estates.town
    people: dict[str, Actor] = {
        "school": town.school_1.coordinator,
        "head": town.school_1.head,
        "curator": town.curator,
        "expert": town.expert,
        "coordinator": town.coordinator,
        "chief": town.chief,
        "methodist": make.person("Методистова Юлия Ильинична", "methodist", municipality=town.municipality),
        "observer": town.observer,
        "admin": estates.own.admin,
    }
    sign_in(estates.foreign.curator)  # the neighbours are at work too
    return {**{role: sign_in(actor) for role, actor in people.items()}, ANONYMOUS: Browser(app.test_client())}


# --- declarations ------------------------------------------------------------------------------------


def test_the_published_matrix_is_the_one_of_the_code(bare_app: Flask) -> None:
    told = access.as_text(access.lines(bare_app))
    hint = "changed on purpose? flask access-matrix > tests/architecture/access-matrix.txt"
    assert GOLDEN.read_text("utf-8") == told, hint


def test_every_route_declares_its_permission_and_one_method(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        with bare_app.app_context():
            assert isinstance(guard.permission_of(bare_app, rule.endpoint), Permission), rule.endpoint
        assert len((rule.methods or set()) - {"HEAD", "OPTIONS"}) == 1, rule.endpoint


def test_every_permission_is_granted_to_somebody_and_used_by_a_route(bare_app: Flask) -> None:
    assert set(GRANTS) == set(Permission)
    used = {line.permission for line in access.lines(bare_app)}
    unused = {permission.value for permission in Permission} - used
    assert not unused, f"permissions no route asks for: {sorted(unused)}"


def test_a_route_without_access_does_not_import() -> None:
    section = Section("sample", __name__)
    with pytest.raises(AccessNotDeclared):
        section.get("/x")(lambda: "")
    with pytest.raises(AccessNotDeclared):
        section.post("/x", access="read_packages")(lambda: "")
    with pytest.raises(AccessNotDeclared):
        section.route("/x", access=Permission.PUBLIC)(lambda: "")


def test_one_endpoint_has_one_permission() -> None:
    section = Section("sample", __name__)
    section.get("/x", access=Permission.PUBLIC, endpoint="x")(lambda: "")
    with pytest.raises(AccessNotDeclared):
        section.post("/x", access=Permission.SIGNED_IN, endpoint="x")(lambda: "")


def test_an_endpoint_nobody_declared_is_refused(tmp_path: Path) -> None:
    from tests.conftest import settings_for
    from webapp import create_app

    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path))
    app.add_url_rule("/stray", "stray", lambda: "secret")
    answer = apart_of(app, "/stray")
    assert answer.status_code == 404 and b"secret" not in answer.get_data()


def test_an_observer_changes_nothing_but_his_own_account_and_what_he_has_read(bare_app: Flask) -> None:
    harmless = (
        Permission.PUBLIC, Permission.SIGNED_IN, Permission.TAKE_NOTE, Permission.TURN_PAGES, Permission.KEEP_FEED,
    )  # fmt: skip
    own = {permission.value for permission in harmless}
    for line in access.lines(bare_app):
        if line.methods == ("POST",):
            assert line.permission in own or Role.OBSERVER not in line.roles, line.endpoint


# --- reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_those_it_is_for_and_changes_nothing(
    app: Flask, estates: Estates, cast: dict[str, Browser], role: str
) -> None:
    browser, before = cast[role], fingerprint()
    faults = []
    for rule in routes(app, "GET"):
        samples = samples_for(rule, estates.own)
        page = fetch(browser, address(app, rule, samples) + QUERY.get(rule.endpoint, ""))
        expected = expected_status(app, rule, browser, samples)
        if page.status not in expected:
            faults.append(f"{rule.endpoint} {rule.rule}: {page.status}, not {sorted(expected)}")
        faults += [f"{rule.endpoint} tells «{word}»" for word in foreign_words(page)]
    assert not faults, "\n".join(faults)
    assert changed(before) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_neighbours_object_is_not_there_for_reading_nor_for_writing(
    app: Flask, estates: Estates, cast: dict[str, Browser], role: str
) -> None:
    browser, before = cast[role], fingerprint()
    faults = []
    for rule in routes(app, "GET", "POST"):
        samples = samples_for(rule, estates.foreign)
        if not samples or (rule.endpoint.partition(".")[0] in HAS_NO_ROW and "session_id" not in samples):
            continue
        if all(sample.row is None for sample in samples.values()):
            continue
        for headers in ({}, FRAGMENT):
            page = send(browser, rule, address(app, rule, samples), headers)
            expected = {401, 303} if role == ANONYMOUS else {404}
            if page.status not in expected:
                faults.append(f"{rule.endpoint} {rule.rule}: {page.status}, not {sorted(expected)}")
            faults += [f"{rule.endpoint} tells «{word}»" for word in foreign_words(page) if role != ANONYMOUS]
    assert not faults, "\n".join(faults)
    assert changed(before) == []


def test_a_neighbours_part_of_an_own_object_is_not_there_either(
    app: Flask, estates: Estates, cast: dict[str, Browser]
) -> None:
    """An own package with the number of a foreign file, version, remark; a person with a foreign role."""
    before, faults = fingerprint(), []
    for rule in routes(app, "GET", "POST"):
        own, foreign = samples_for(rule, estates.own), samples_for(rule, estates.foreign)
        inner = [
            name for name in MIXED if name in own and len([s for s in own.values() if s.row is not None]) > 1
        ]
        for name in inner:
            mixed = {**own, name: foreign[name]}
            for role in holders(app, rule):
                page = send(cast[role], rule, address(app, rule, mixed), {})
                if page.status not in {404, 422}:
                    faults.append(f"{rule.endpoint} by {role}, foreign {name}: {page.status}")
                faults += [f"{rule.endpoint} tells «{word}»" for word in foreign_words(page)]
    assert not faults, "\n".join(faults)
    assert changed(before) == []


MIXED = ("membership_id", "school")
"""Arguments whose values differ between the two municipalities although they stand behind an own object."""


@pytest.mark.parametrize("role", ["coordinator", "school", "admin"])
def test_malformed_missing_and_foreign_ids_have_one_answer(
    app: Flask, estates: Estates, cast: dict[str, Browser], role: str
) -> None:
    browser, bodies = cast[role], {}
    for rule in routes(app, "GET"):
        samples = samples_for(rule, estates.own)
        named = [name for name, sample in samples.items() if sample.row is not None]
        if role not in holders(app, rule):
            continue
        for name in named:
            for strange in STRANGE:
                page = fetch(browser, address(app, rule, {**samples, name: Sample(strange)}))
                bodies.setdefault(bare(page), []).append(f"{rule.endpoint} {name}={strange!r}: {page.status}")
    assert len(bodies) == 1, [places[:3] for places in bodies.values()]
    assert next(iter(bodies.values()))[0].endswith("404")


STRANGE = (
    "999999999",
    "0",
    "99999999999999999999999",
    "нет-такого",
    "x" * 400,
    "1' or '1'='1",
    "..",
    "%2e",
    "\u202e",
)


# --- writing -----------------------------------------------------------------------------------------


def test_no_form_is_taken_without_its_token_nor_from_another_site(
    app: Flask, estates: Estates, cast: dict[str, Browser]
) -> None:
    before, faults = fingerprint(), []
    for rule in routes(app, "POST"):
        samples, role = samples_for(rule, estates.own), holders(app, rule)[0]
        path, browser = address(app, rule, samples), cast[role]
        token = {"csrf_token": csrf_of(browser)}
        tries: tuple[tuple[str, dict[str, str], dict[str, str], int], ...] = (
            ("no token", {}, {}, 400),
            ("somebody else's token", {"csrf_token": csrf_of(cast[ANONYMOUS])}, {}, 400),
            ("foreign origin", token, {"Origin": "https://evil.example"}, 403),
            ("null origin", token, {"Origin": "null"}, 403),
            ("cross-site", token, {"Sec-Fetch-Site": "cross-site"}, 403),
            ("same-site", token, {"Sec-Fetch-Site": "same-site"}, 403),
        )
        for what, data, headers, status in tries:
            answer = apart(browser.client.post, path, data=data, headers=headers, base_url=BASE)
            if answer.status_code != status:
                faults.append(f"{rule.endpoint}, {what}: {answer.status_code}, not {status}")
    assert not faults, "\n".join(faults)
    assert changed(before) == []


def test_other_methods_are_not_there(app: Flask, cast: dict[str, Browser], estates: Estates) -> None:
    for method in ("put", "patch", "delete"):
        for path in ("/", "/packages", "/login"):
            data = {"csrf_token": csrf_of(cast["coordinator"])}
            answer = apart(getattr(cast["coordinator"].client, method), path, data=data, base_url=BASE)
            assert answer.status_code in {400, 404, 405}, (method, path)


# --- means -------------------------------------------------------------------------------------------


def routes(app: Flask, *methods: str) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if rule.endpoint != "static" and set(methods) & (rule.methods or set()):
            yield rule


def address(app: Flask, rule: Rule, samples: dict[str, Sample]) -> str:
    """The address as a browser would send it, whatever stands in its arguments."""
    from urllib.parse import quote

    def fill(found: re.Match[str]) -> str:
        return quote(str(samples[found["name"]].value), safe="")

    return re.sub(r"<(?:[^:<>]+:)?(?P<name>\w+)>", fill, rule.rule)


def holders(app: Flask, rule: Rule) -> tuple[str, ...]:
    with app.app_context():
        permission = guard.permission_of(app, rule.endpoint)
    return tuple(role.value for role in Role if role in GRANTS[permission])


def expected_status(app: Flask, rule: Rule, browser: Browser, samples: dict[str, Sample]) -> set[int]:
    permission = guard.permission_of(app, rule.endpoint)
    if rule.endpoint in NEVER_THERE:
        return {404}
    if permission is Permission.PUBLIC:
        return {200, 303, 503}
    if browser.actor is None:
        return {303}
    role = browser.actor.role
    if not holds(browser.actor, permission) or role not in ONLY_SOME.get(rule.endpoint, GRANTS[permission]):
        return {404}
    return {200, 303, NOTHING_MORE} if sees(browser.actor, samples) else {404}


def fetch(browser: Browser, path: str, headers: dict[str, str] | None = None) -> Page:
    return browser._answer(apart(browser.client.get, path, base_url=BASE, headers=headers or {}))


def send(browser: Browser, rule: Rule, path: str, headers: dict[str, str]) -> Page:
    if "GET" in (rule.methods or set()):
        return fetch(browser, path, headers)
    data = {"csrf_token": csrf_of(browser), "form_token": "", "seen": "1"}
    return browser._answer(apart(browser.client.post, path, data=data, headers=headers, base_url=BASE))


def csrf_of(browser: Browser) -> str:
    if not browser.csrf:
        browser.csrf = fetch(browser, "/display").csrf
    return browser.csrf


def apart_of(app: Flask, path: str) -> Any:
    with app.app_context():
        return apart(app.test_client().get, path, base_url=BASE)


def foreign_words(page: Page) -> list[str]:
    told = page.text.lower()
    if page.body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(page.body)) as book:
            told = " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist()).lower()
    told += " ".join(page.headers.values()).lower()
    return [word for word in FOREIGN_WORDS if word in told]


def bare(page: Page) -> str:
    """The body without what differs in every answer; the link to the help follows the address, not the object."""
    text = re.sub(r"data-error-id>[^<]*<|data-now=\"\d+\"|data-session-ends=\"\d+\"|/help/\w+", "", page.text)
    return re.sub(r"[\w-]{40,}\.[\w-]{6}\.[\w-]{20,}", "", text)


def fingerprint() -> dict[str, str]:
    """What stands in every table, by digest; a connection of its own, so that nothing is answered from memory."""
    session.rollback()
    marks = {}
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in BOOKKEEPING:
                rows = connection.execute(select(table).order_by(*table.primary_key)).all()
                marks[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return marks


def changed(before: dict[str, str]) -> list[str]:
    after = fingerprint()
    return [name for name in before if before[name] != after[name]]


@pytest.mark.parametrize("role", ["coordinator", "school", "observer", "admin"])
def test_no_strange_condition_of_a_list_breaks_a_page(
    app: Flask, estates: Estates, cast: dict[str, Browser], role: str
) -> None:
    """Filters and places in an address are whatever a person, a robot or an old bookmark sends (WB-05)."""
    browser, faults = cast[role], []
    for rule in routes(app, "GET"):
        if role not in holders(app, rule):
            continue
        path = address(app, rule, samples_for(rule, estates.own))
        for strange in ODD_QUERIES:
            page = fetch(browser, f"{path}?{strange}")
            if page.status >= 500 and rule.endpoint != "health.ready":
                faults.append(f"{rule.endpoint}?{strange}: {page.status}")
            faults += [
                f"{rule.endpoint} tells «{word}»" for word in foreign_words(page) if word not in strange
            ]
    assert not faults, "\n".join(faults)


ODD_QUERIES = (
    "after=%00&before=%00",
    "after=W3t9XQ",  # [{}]
    "before=W3sidCI6ICIyMDI2LTAxLTAxVDAwOjAwOjAwIn1d",  # a moment without a zone
    "after=WzFlMzAwXQ",  # [1e300]
    "after=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTksIDFd",  # a number no column holds
    "after=WyJcdTAwMDAiLCAxXQ",  # a zero byte
    "q=%00&state=%FF&kind=%F0%28&stage=%27&school=-1&view=x&show=x&sort=x&order=x",
    "q=" + "%D1%8F" * 500,
    "q=voz-2026-1&school=school-9&stage=voz-stage&municipality_id=2",
)
