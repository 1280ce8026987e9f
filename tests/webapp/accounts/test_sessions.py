"""The life of a session: how long it lives, what ends it, in which role it acts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import event, select

from tests import factories as make
from tests.pages import SESSION_COOKIE, SignIn
from tests.webapp.accounts.conftest import PASSWORD, Door, age_sessions, replayed
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.accounts import operations, queries
from webapp.administration import operations as administration
from webapp.database import db, now, session, transaction
from webapp.models import LoginSession, Membership, PackageEvent
from workflows.vocabulary import Role, State

HX = {"HX-Request": "true"}
TERMS = queries.Terms(timedelta(minutes=60), timedelta(hours=12), timedelta(minutes=15))
NEW = "семь жирафов под дождём"


def last_seen() -> timedelta:
    with system_scope("test"):
        session.rollback()
        return now() - session.scalars(select(LoginSession.last_seen_at)).one()


def second_role(actor: Actor, town: World, **values: object) -> Membership:
    row = {"role": "expert", "municipality_id": town.municipality.id, "since": make.today(), **values}
    saved: Membership = make.save(Membership(user_id=actor.user_id, **row))
    return saved


def test_a_visitor_is_recognised_by_one_statement(app: Flask, sign_in: SignIn, town: World) -> None:
    second_role(town.curator, town)
    browser = sign_in(town.curator)
    cookie = browser.client.get_cookie(SESSION_COOKIE, domain="127.0.0.1")
    assert cookie is not None
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        seen = queries.visitor_by_token(cookie.value, TERMS)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) == 1
    assert seen is not None and seen.visitor.actor.role == "curator"
    assert [option.role for option in seen.visitor.roles] == ["curator", "expert"]
    assert seen.visitor.place == town.municipality.name and seen.visitor.zone_label == "Красноярск, UTC+7"


def test_the_clock_of_an_observer_is_that_of_the_region_and_the_page_names_it(
    town: World, sign_in: SignIn
) -> None:
    package = make.package(
        town.school_1.school, town.stage, number="srr-2026-1", kind="effective_mode", state=State.CONFORMS
    )
    make.save(
        PackageEvent(
            package_id=package.id,
            action="submit",
            title="Пакет направлен",
            actor_name="Директорова Елена Павловна",
            actor_role=Role.HEAD,
            at=datetime(2026, 3, 2, 20, 30, tzinfo=UTC),
        )
    )
    page = sign_in(town.observer).get("/packages/srr-2026-1/history")
    assert page.has("3 марта 2026 г., 3:30", "Часовой пояс: Красноярск, UTC+7")
    far = make.person("Дальнева Анна Олеговна", "observer", region="vostok")
    assert sign_in(far).get("/").has("Часовой пояс: Иркутск, UTC+8")
    assert sign_in(town.admin).get("/").has("Часовой пояс: Москва, UTC+3")


def test_an_idle_session_ends(app: Flask, door: Callable[..., Door], curator: Actor) -> None:
    here = door()
    here.login(curator.email)
    age_sessions(last_seen_at=timedelta(minutes=59))
    assert here.is_in()
    age_sessions(last_seen_at=timedelta(minutes=61))
    assert not here.is_in()


def test_a_session_ends_after_its_absolute_time_however_busy(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    age_sessions(created_at=timedelta(hours=12, minutes=1))
    assert not here.is_in()


def test_an_act_prolongs_the_session_at_most_once_a_minute_and_a_poll_never(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    age_sessions(last_seen_at=timedelta(minutes=30))
    here.browser.client.get(
        "/sessions", headers={**HX, "HX-Trigger-Name": "poll"}, base_url="http://127.0.0.1:8000"
    )
    here.browser.client.get("/_/nothing", headers=HX, base_url="http://127.0.0.1:8000")
    assert last_seen() > timedelta(minutes=29)
    page = here.browser.get("/sessions")
    assert last_seen() < timedelta(seconds=20)
    ends = int(page.tree.xpath("//html/@data-session-ends")[0])
    assert abs(ends - (now() + timedelta(minutes=60)).timestamp()) < 20
    age_sessions(last_seen_at=timedelta(seconds=40))
    here.browser.get("/sessions")
    assert last_seen() > timedelta(seconds=39)


def test_staying_prolongs_the_session_and_tells_until_when(door: Callable[..., Door], curator: Actor) -> None:
    here = door()
    here.login(curator.email)
    age_sessions(last_seen_at=timedelta(minutes=58))
    answer = here.post("/session/extend", status=204, headers=HX)
    assert '"session-extended"' in answer.headers["HX-Trigger"]
    assert last_seen() < timedelta(seconds=20)


def test_an_ended_session_does_not_come_back_by_a_request_in_flight(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    seen = queries.visitor_by_token(here.token, TERMS)
    assert seen is not None
    operations.sign_out(here.token)
    operations.touch(seen.visitor.actor.session_id or 0, now() - timedelta(minutes=5))
    assert not here.is_in()


def test_logging_out_kills_a_copied_cookie_and_clears_the_browser(
    app: Flask, door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    stolen = here.token
    page = here.post("/logout")
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.location == "/login?notice=logout"
    assert here.token == "" and replayed(app, stolen) == 303
    here.post("/logout")


def test_a_new_password_kills_every_copied_cookie_but_not_the_browser_that_set_it(
    app: Flask, door: Callable[..., Door], curator: Actor
) -> None:
    here, there = door(), door("10.1.1.1")
    here.login(curator.email)
    there.login(curator.email)
    stolen = here.token
    here.post("/account/password", {"current": PASSWORD, "new": NEW})
    assert replayed(app, stolen) == 303
    assert here.is_in() and not there.is_in()
    there.login(curator.email, PASSWORD, status=422)
    there.login(curator.email, NEW)


def test_a_password_is_changed_only_by_who_knows_the_old_one_and_by_the_rules(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    cases = [
        ({"current": "не тот пароль совсем", "new": NEW}, "Текущий пароль указан неверно"),
        ({"current": PASSWORD, "new": "йцукенгшщз12"}, "подбирают первым"),
        ({"current": PASSWORD, "new": "мало"}, "не менее 12 знаков"),
        ({"current": PASSWORD, "new": curator.name}, "не должен повторять ваше имя"),
        ({"current": PASSWORD, "new": ""}, "Введите новый пароль"),
    ]
    for form, sentence in cases:
        page = here.post("/account/password", form, status=422)
        assert page.has(sentence), form
        assert PASSWORD not in page.text
    assert here.is_in()


def test_disabling_and_taking_a_role_end_sessions_at_once(
    app: Flask, door: Callable[..., Door], town: World, curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    stolen = here.token
    with acting_as(town.admin):
        administration.end_role(curator.user_id, curator.membership_id, last_day=make.today())
    assert replayed(app, stolen) == 303
    here.login(curator.email)
    stolen = here.token
    with acting_as(town.admin):
        administration.disable(curator.user_id)
    assert replayed(app, stolen) == 303


def test_giving_a_role_ends_sessions_at_once(
    app: Flask, door: Callable[..., Door], town: World, curator: Actor, sign_in: SignIn
) -> None:
    here = door()
    here.login(curator.email)
    given = administration.Grant(role=Role.EXPERT, since=make.today(), municipality_id=town.municipality.id)
    with acting_as(town.admin):
        administration.grant_role(curator.user_id, given)
    assert replayed(app, here.token) == 303
    page = sign_in(town.admin).get(f"/admin/users/{curator.user_id}")
    assert page.has("Сеансы человека завершатся: он войдёт заново, уже с новой ролью.")


def test_a_role_that_ends_by_its_date_ends_the_session(sign_in: SignIn, town: World) -> None:
    browser = sign_in(town.curator)
    with system_scope("test"), transaction():
        held = session.scalars(select(Membership).where(Membership.id == town.curator.membership_id)).one()
        held.until = make.today() - timedelta(days=1)
    second_role(town.curator, town)
    assert browser.client.get("/sessions", base_url="http://127.0.0.1:8000").status_code == 303


def test_a_person_works_in_any_of_their_current_roles_and_in_no_other(sign_in: SignIn, town: World) -> None:
    own = second_role(town.curator, town)
    past = second_role(
        town.curator,
        town,
        role="methodist",
        since=make.today() - timedelta(days=9),
        until=make.today() - timedelta(days=1),
    )
    browser = sign_in(town.curator)
    browser.get("/display")
    browser.post("/role", {"membership": str(own.id)})
    assert browser.get("/sessions").has("Эксперт")
    for wrong in (str(past.id), str(town.expert.membership_id), "999999", "x", ""):
        browser.post("/role", {"membership": wrong}, status=404)
    assert browser.get("/sessions").has("Эксперт")


def test_a_person_sees_and_ends_only_their_own_sessions(
    door: Callable[..., Door], sign_in: SignIn, town: World, curator: Actor
) -> None:
    here, there = door(), door("10.1.1.7")
    here.login(curator.email)
    there.login(curator.email)
    stranger = sign_in(town.expert)
    page = here.browser.get("/sessions")
    assert page.has("10.1.1.7", "127.0.0.1", "Этот сеанс")
    rows = {row.address: row.id for row in queries_of(curator)}
    assert not stranger.get("/sessions").has("10.1.1.7")
    stranger.post(f"/sessions/{rows['10.1.1.7']}/end", status=404)
    assert there.is_in()
    here.post(f"/sessions/{rows['10.1.1.7']}/end")
    assert not there.is_in() and here.is_in()
    there.login(curator.email)
    here.post("/sessions/end-others")
    assert not there.is_in() and here.is_in()


def queries_of(actor: Actor) -> list[LoginSession]:
    with system_scope("test"):
        return list(session.scalars(select(LoginSession).where(LoginSession.user_id == actor.user_id)))


def test_display_settings_are_kept_in_the_browser_and_survive_a_new_login(
    door: Callable[..., Door], curator: Actor
) -> None:
    here, new = door(), door()
    here.login(curator.email)
    chosen = {"size": "150", "theme": "dark", "contrast": "high", "density": "compact", "motion": "off"}
    here.post("/display", {**chosen, "next": "/sessions"})
    html = here.browser.get("/sessions").tree
    assert html.get("data-size") == "150" and html.get("data-theme") == "dark"
    new.login(curator.email)
    html = new.browser.get("/sessions").tree
    assert html.get("data-contrast") == "high" and html.get("data-motion") == "off"


def test_display_settings_work_without_signing_in_and_refuse_the_unknown(door: Callable[..., Door]) -> None:
    here = door()
    chosen = {"size": "125", "theme": "system", "contrast": "normal", "density": "normal", "motion": "on"}
    assert here.post("/display", {**chosen, "next": "//evil.example"}).location == "/"
    assert here.browser.get("/accessibility").tree.get("data-size") == "125"
    here.post("/display", {**chosen, "size": "9000"}, status=422)


def test_the_password_is_asked_again_and_makes_the_session_fresh(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(curator.email)
    age_sessions(fresh_at=timedelta(minutes=16))
    here.post("/session/fresh", {"password": "не тот пароль совсем"}, status=422)
    assert here.post("/session/fresh", {"password": PASSWORD, "next": "/sessions"}).location == "/sessions"
    seen = queries.visitor_by_token(here.token, TERMS)
    assert seen is not None and seen.visitor.fresh_until > now()
