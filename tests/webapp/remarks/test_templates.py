"""The library of remarks: kept by the coordinator, suggested to those who write, apart for each municipality."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.errors import NotThere, Stale
from webapp.models import JournalEntry, RemarkTemplate
from webapp.remarks import operations, queries
from webapp.remarks.operations import TemplateDraft
from workflows.dictionaries.remark_templates import CriterionRef
from workflows.vocabulary import RemarkKind

LIBRARY = "/remarks/templates"
DRAFT = TemplateDraft(
    text="Укажите реквизиты приказа.",
    kind=RemarkKind.EDITORIAL,
    criteria=(CriterionRef("development", "А.1"),),
)


def texts(person: Actor) -> list[str]:
    with acting_as(person) as actor:
        return [one.text for one in queries.templates(actor.municipality_id or 0) if not one.archived]


def test_the_register_shows_the_standard_library_and_filters_it(town: World, sign_in: SignIn) -> None:
    coordinator = sign_in(town.coordinator)
    page = coordinator.get(LIBRARY)
    assert len(page.tree.xpath("//article")) == 14
    assert page.has("Действуют 14", "В архиве 0", "Подходит к любому критерию")
    assert len(coordinator.get(f"{LIBRARY}?sheet=concept").tree.xpath("//article")) == 4
    assert coordinator.get(f"{LIBRARY}?sheet=nonsense").has("Шаблонов нет")
    with statements() as few:
        coordinator.get(LIBRARY)
    for _ in range(3):
        with acting_as(town.coordinator) as actor:
            operations.add_template(DRAFT, actor=actor)
    with statements() as many:
        coordinator.get(LIBRARY)
    assert len(few) == len(many)


def test_a_template_is_added_changed_hidden_and_brought_back_each_in_the_journal(
    town: World, sign_in: SignIn
) -> None:
    coordinator = sign_in(town.coordinator)
    form = coordinator.get(f"{LIBRARY}/new")
    assert "development|А.1" in form.tree.xpath("//input[@name='criteria']/@value")
    coordinator.post(f"{LIBRARY}/new", {"text": "", "kind": "editorial"}, status=422).check()
    added = coordinator.post(
        f"{LIBRARY}/new",
        {
            "text": "Укажите реквизиты приказа.",
            "kind": "editorial",
            "criteria": ["development|А.1"],
            "basis": "Письмо № 5",
        },
    )
    code = added.location.rpartition("#")[2]
    assert coordinator.get(LIBRARY).has("Укажите реквизиты приказа.", "Основание: Письмо № 5", "Шаблон свой")
    page = coordinator.get(f"{LIBRARY}/{code}/edit")
    assert page.tree.xpath("//input[@name='criteria'][@checked]/@value") == ["development|А.1"]
    coordinator.post(
        f"{LIBRARY}/{code}/edit",
        {"text": "Укажите номер приказа.", "kind": "essential", "seen": page.value("seen")},
    )
    assert "Укажите номер приказа." in texts(town.curator)
    coordinator.post(f"{LIBRARY}/{code}/archive", {"seen": "2"})
    assert "Укажите номер приказа." not in texts(town.curator)
    assert coordinator.get(f"{LIBRARY}?archived=1").has("Укажите номер приказа.")
    coordinator.post(f"{LIBRARY}/{code}/restore", {"seen": "3"})
    assert "Укажите номер приказа." in texts(town.curator)
    with system_scope("look"):
        acts = session.scalars(
            select(JournalEntry).where(JournalEntry.object_id == code).order_by(JournalEntry.id)
        ).all()
    assert [one.action.removeprefix("remark_template.") for one in acts] == [
        "added",
        "edited",
        "archived",
        "restored",
    ]
    assert acts[1].details["before"]["text"] == "Укажите реквизиты приказа."


def test_a_changed_standard_template_changes_for_its_municipality_alone(town: World) -> None:
    with acting_as(town.coordinator) as actor:
        operations.save_template("unreadable", DRAFT, actor=actor, seen=0)
        with pytest.raises(NotThere):
            operations.save_template("own-nonsense", DRAFT, actor=actor, seen=0)
    assert DRAFT.text in texts(town.expert) and len(texts(town.expert)) == 14
    assert DRAFT.text not in texts(town.foreign_coordinator) and len(texts(town.foreign_coordinator)) == 14
    with acting_as(town.school_1.head):
        assert session.scalars(select(RemarkTemplate)).all() == []


def test_who_saves_an_old_template_sees_both_texts(town: World, sign_in: SignIn) -> None:
    coordinator = sign_in(town.coordinator)
    body = {"text": "Первый вариант.", "kind": "essential", "seen": "0"}
    coordinator.post(f"{LIBRARY}/unreadable/edit", body)
    late = coordinator.post(f"{LIBRARY}/unreadable/edit", {**body, "text": "Второй вариант."}, status=409)
    late.check()
    assert late.has("Первый вариант.", "Второй вариант.", "тем временем")
    assert "Первый вариант." in texts(town.curator)
    coordinator.post(
        f"{LIBRARY}/unreadable/edit", {**body, "text": "Второй вариант.", "seen": late.value("seen")}
    )
    assert "Второй вариант." in texts(town.curator)
    coordinator.post(f"{LIBRARY}/unreadable/archive", {"seen": "1"}, status=409)


def test_of_two_first_changes_at_once_one_is_kept(app: Flask, town: World) -> None:
    def saving() -> object:
        return operations.save_template("unreadable", DRAFT, actor=town.coordinator, seen=0) or "saved"

    results = on.at_once(app, [(town.coordinator, saving) for _ in range(3)])
    assert sum(result == "saved" for result in results) == 1, results
    assert sum(isinstance(result, Stale) for result in results) == 2, results


def test_the_form_of_a_remark_suggests_by_its_criterion(town: World, sign_in: SignIn) -> None:
    walk, curator = on.sent(town), sign_in(town.curator)
    with acting_as(town.coordinator) as actor:
        operations.add_template(DRAFT, actor=actor)
    address = f"/packages/{walk.number}/remarks/new"
    assert len(curator.get(address).tree.xpath("//a[@data-template]")) == 15
    page = curator.fragment(f"{address}?criterion=А.1", "suggestions")
    links = page.tree.xpath("//a[@data-template]")
    assert "<html" not in page.text and links[0].text == DRAFT.text and len(links) == 3
    chosen = curator.get(links[0].get("href"))
    assert chosen.tree.xpath("//textarea[@name='text']")[0].text.strip() == DRAFT.text
    assert chosen.tree.xpath("//select[@name='criterion']/option[@selected]/@value") == ["А.1"]


def test_returning_a_file_begins_with_a_template_too(town: World, sign_in: SignIn) -> None:
    walk, curator = on.sent(town), sign_in(town.curator)
    address = f"/packages/{walk.number}/files/{walk.files()[1].number}/check"
    links = curator.get(address).tree.xpath("//a[@data-template]")
    assert len(links) == 14
    chosen = next(link for link in links if link.text.startswith("Протокол педсовета"))
    assert curator.get(chosen.get("href")).tree.xpath("//textarea")[0].text.strip() == chosen.text


def test_the_sheet_suggests_under_each_criterion_at_one_price(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    coordinator = sign_in(town.coordinator)
    with statements() as few:
        page = coordinator.get(f"/packages/{walk.number}/sheet")
    assert sum("remark_template" in one for one in few) == 1
    old = page.tree.xpath("//form[contains(@action, 'sheet')][.//a[@data-template]]")
    assert len(old) > 5
    with acting_as(town.coordinator) as actor:
        operations.add_template(DRAFT, actor=actor)
    with statements() as many:
        page = coordinator.get(f"/packages/{walk.number}/sheet")
    assert len(few) == len(many)
    link = page.tree.xpath(f"//form[@id='cr-1']//a[@data-template][text()='{DRAFT.text}']/@href")[0]
    walk.mark("А.1", on.MarkValue.ONE, "Своё замечание.")
    chosen = coordinator.get(re.sub("#.*", "", link))
    assert (
        chosen.tree.xpath("//textarea[@id='cr-1-note']")[0].text.strip() == f"Своё замечание.\n{DRAFT.text}"
    )
    assert chosen.tree.xpath("//textarea[@id='cr-2-note']")[0].text is None
    assert not sign_in(town.chief).get(f"/packages/{walk.number}/remarks").tree.xpath("//a[@data-template]")
