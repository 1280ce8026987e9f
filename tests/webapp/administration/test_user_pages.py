"""The register and the page of a person: who sees whom, filters, pages, forms."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.administration import queries
from webapp.administration.queries import AccountState, Filters, Sort
from webapp.database import db, now, session, transaction
from webapp.models import LoginSession, User
from webapp.paging import Place, read_place
from workflows.vocabulary import Role


def names(actor: Actor, filters: Filters | None = None, size: int = 50) -> list[str]:
    with acting_as(actor):
        return [row.name for row in queries.users(filters or Filters(), Place(), actor=actor, size=size).rows]


def test_only_administrators_find_the_register(sign_in: SignIn, town: World) -> None:
    for actor in (town.school_1.head, town.curator, town.expert, town.coordinator, town.chief, town.observer):
        browser = sign_in(actor)
        browser.get("/admin/users", status=404)
        browser.get("/admin/users/new", status=404)
        browser.get(f"/admin/users/{actor.user_id}", status=404)
        browser.post(f"/admin/users/{town.expert.user_id}/disable", status=404)


def test_a_local_administrator_sees_only_people_of_the_municipality(
    as_local_admin: Browser, as_admin: Browser, town: World
) -> None:
    page = as_local_admin.get("/admin/users")
    assert page.has(town.curator.name, town.school_1.head.name)
    assert not page.has("Чужеземцев") and not page.has(town.admin.name)
    assert as_admin.get("/admin/users").has("Чужеземцев", town.curator.name)
    foreign = as_local_admin.get(f"/admin/users/{town.foreign_curator.user_id}", status=404)
    missing = as_local_admin.get("/admin/users/999999", status=404)
    assert foreign.words.replace(foreign.headers["X-Request-Id"], "") == missing.words.replace(
        missing.headers["X-Request-Id"], ""
    )


def test_a_local_administrator_is_not_offered_foreign_places(as_local_admin: Browser, town: World) -> None:
    page = as_local_admin.get("/admin/users/new")
    assert page.has(town.school_1.school.short_name)
    assert (
        "Чужая" not in page.text
        and "Верхнеозёрский" not in page.text
        and "Региональный наблюдатель" not in page.text
    )


def test_filters_find_people_by_name_address_role_and_state(town: World) -> None:
    who = town.admin
    assert names(who, Filters(q="ПРИМЕРОВ")) == [town.curator.name]
    assert names(who, Filters(q="примеров алексей")) == [town.curator.name]
    assert names(who, Filters(q=town.expert.email)) == [town.expert.name]
    assert names(who, Filters(q="%")) == [] and names(who, Filters(q="_")) == []
    assert set(names(who, Filters(role=Role.EXPERT))) == {town.expert.name, town.other_expert.name}
    assert names(who, Filters(state=AccountState.DISABLED)) == []
    with system_scope("test"), transaction():
        session.execute(update(User).where(User.id == town.expert.user_id).values(disabled_at=now()))
        session.execute(update(User).where(User.id == town.chief.user_id).values(password_hash="x"))
        session.execute(update(User).where(User.id == town.curator.user_id).values(invited_at=now()))
    assert names(who, Filters(state=AccountState.DISABLED)) == [town.expert.name]
    assert names(who, Filters(state=AccountState.ACTIVE)) == [town.chief.name]
    assert names(who, Filters(state=AccountState.INVITED)) == [town.curator.name]


@pytest.mark.parametrize(
    "words", ["критериев", "КРИТЕРИЕВ", "кРиТеРиЕв  дмитрий", "rhbnthbtd", "Kритериeв", "ритериев дм"]
)
def test_a_name_is_found_however_it_is_typed(town: World, words: str) -> None:
    assert names(town.admin, Filters(q=words)) == [town.expert.name]


def test_a_renamed_or_new_person_is_found_by_the_new_name_only(town: World) -> None:
    from webapp.administration import operations

    with acting_as(town.admin):
        operations.rename(town.expert.user_id, "Ёлкина Анна Львовна", "эксперт")
        operations.create_user(
            operations.NewUser("ПОЛЯКОВА Инна Олеговна", "polyakova@example.org"),
            operations.Grant(role=Role.EXPERT, since=make.today(), municipality_id=town.municipality.id),
        )
    assert names(town.admin, Filters(q="елкина")) == ["Ёлкина Анна Львовна"]
    assert names(town.admin, Filters(q="критериев")) == []
    assert names(town.admin, Filters(q="полякова")) == ["ПОЛЯКОВА Инна Олеговна"]


def test_a_role_that_is_over_finds_nobody(town: World) -> None:
    from webapp.administration.operations import end_role

    with acting_as(town.admin):
        end_role(town.expert.user_id, town.expert.membership_id)
    assert names(town.admin, Filters(role=Role.EXPERT)) == [town.other_expert.name]


def test_pages_follow_each_other_in_every_order_without_gaps_or_repeats(town: World) -> None:
    with system_scope("test"), transaction():
        session.execute(update(User).where(User.id == town.expert.user_id).values(last_login_at=now()))
    for sort in Sort:
        whole = names(town.admin, Filters(sort=sort))
        walked: list[str] = []
        place, pages = Place(), []
        with acting_as(town.admin):
            while True:
                page = queries.users(Filters(sort=sort), place, actor=town.admin, size=4)
                pages.append(page)
                walked += [row.name for row in page.rows]
                if not page.after:
                    break
                place = read_place(page.after, "")
            back = queries.users(
                Filters(sort=sort), read_place("", pages[1].before), actor=town.admin, size=4
            )
        assert walked == whole and len(whole) > 8, sort
        assert back.rows == pages[0].rows


def test_the_register_takes_one_number_of_statements_however_long(app: Flask, town: World) -> None:
    def statements(size: int) -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        session.expire_all()
        session.rollback()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            names(town.admin, size=size)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len([s for s in seen if s.lstrip().upper().startswith("SELECT")])

    assert statements(1) == statements(3) == statements(50) == 2


def test_the_register_answers_a_fragment_and_nonsense_in_the_address(as_admin: Browser) -> None:
    fragment = as_admin.fragment("/admin/users?q=Примеров", "found")
    assert "<html" not in fragment.text and "Примеров" in fragment.text
    as_admin.get("/admin/users?role=king&state=x&sort=drop&after=%01&before=zzz&q=" + "я" * 300)


def test_an_administrator_invites_a_person_by_the_form(as_admin: Browser, town: World) -> None:
    as_admin.get("/admin/users/new")
    form = {
        "name": "Новичкова Вера Павловна", "email": "new@example.org", "role": "school",
        "school": str(town.school_2.school.id), "since": make.today().isoformat(), "basis": "приказ № 7",
    }  # fmt: skip
    bad = as_admin.post("/admin/users/new", {**form, "school": ""}, status=422)
    assert bad.has("Выберите школу", "Проверьте введённые данные") and bad.value("name") == form["name"]
    as_admin.post("/admin/users/new", {**form, "role": "king"}, status=422)
    as_admin.post("/admin/users/new", {**form, "since": "31.02.2026"}, status=422)
    page = as_admin.follow(as_admin.post("/admin/users/new", form))
    assert page.has("Новичкова Вера Павловна", "Приглашён", "Школьный координатор", "приказ № 7")


def test_the_page_of_a_person_does_everything_it_offers(as_admin: Browser, town: World) -> None:
    path = f"/admin/users/{town.expert.user_id}"
    as_admin.get(path)
    as_admin.post(f"{path}/profile", {"name": "Критериева Дарья Олеговна", "post": "эксперт"})
    as_admin.post(f"{path}/profile", {"name": "", "post": ""}, status=422)
    as_admin.post(f"{path}/email", {"email": "darya@example.org"})
    assert as_admin.post(f"{path}/email", {"email": town.curator.email}, status=422).has("уже занят")
    role = {"role": "methodist", "municipality": str(town.municipality.id), "since": make.today().isoformat()}
    as_admin.post(f"{path}/roles", role)
    assert as_admin.post(f"{path}/roles", role, status=422).has("уже есть")
    as_admin.post(f"{path}/roles/{town.expert.membership_id}/end", {"last_day": "не день"}, status=422)
    as_admin.post(f"{path}/roles/{town.expert.membership_id}/end", {"last_day": ""})
    as_admin.post(f"{path}/invite")
    assert as_admin.post(f"{path}/reset", status=422).has("Отправьте приглашение")
    as_admin.post(f"{path}/sessions/end")
    page = as_admin.follow(as_admin.post(f"{path}/disable"))
    assert page.has("Критериева Дарья Олеговна", "darya@example.org", "Методист", "Отключён")
    assert as_admin.follow(as_admin.post(f"{path}/enable")).has("Приглашён")
    as_admin.post(f"/admin/users/{town.curator.user_id}/roles/{town.expert.membership_id}/end", status=404)


def test_roles_addresses_and_access_are_changed_only_soon_after_the_password(
    as_admin: Browser, town: World
) -> None:
    as_admin.get("/admin/users")
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(fresh_at=now() - timedelta(minutes=16)))
    path = f"/admin/users/{town.expert.user_id}"
    for act in ("email", "roles", f"roles/{town.expert.membership_id}/end", "disable", "enable"):
        assert as_admin.post(f"{path}/{act}").location == f"/session/fresh?next={path}"
    with system_scope("test"):
        session.rollback()
        assert session.scalars(select(User.disabled_at).where(User.id == town.expert.user_id)).one() is None
    as_admin.post(f"{path}/invite")


def test_a_shared_person_shows_only_the_local_roles_and_says_why(
    as_local_admin: Browser, town: World, local_admin: Actor
) -> None:
    from webapp.administration.operations import Grant, grant_role

    with acting_as(town.admin):
        grant_role(
            town.foreign_curator.user_id,
            Grant(role=Role.EXPERT, since=make.today(), municipality_id=town.municipality.id),
        )
    page = as_local_admin.get(f"/admin/users/{town.foreign_curator.user_id}")
    assert page.has("роли в других муниципалитетах", "Эксперт")
    assert "Верхнеозёрский" not in page.text and "Отключить" not in page.text
    refused = as_local_admin.post(f"/admin/users/{town.foreign_curator.user_id}/disable", status=422)
    assert refused.has("общий администратор")
