"""A stage of ten schools, from the first package to a signed report that anybody can check (К21, К51)."""

import hashlib
from dataclasses import dataclass

from flask import Flask

from tests import factories as make
from tests import samples
from tests.journeys.test_the_whole_way import (
    answer,
    begin,
    check,
    examine,
    paper_text,
    seen,
    send,
    upload,
    work,
)
from tests.pages import Browser, SignIn
from tests.world import SchoolPeople, World

SCHOOLS = 10
AGREEMENT = {"title": "Положение о простой электронной подписи", "number": "44-од", "dated": "20.01.2026"}


@dataclass(frozen=True, slots=True)
class Ten:
    people: tuple[SchoolPeople, ...]
    numbers: tuple[str, ...]


def test_a_stage_of_ten_schools_ends_in_a_report_that_proves_itself(
    app: Flask, town: World, sign_in: SignIn
) -> None:
    coordinator, chief = sign_in(town.coordinator), sign_in(town.chief)
    ten = sent_and_judged(town, sign_in)
    closing = coordinator.get(f"/closing/{town.stage.slug}")
    assert closing.has("Все дела этапа закрыты") and not closing.has("Незакрытые дела")
    coordinator.post(f"/closing/{town.stage.slug}", {"ordered": "yes", "advice": "yes", "private": "yes"})
    recommend(coordinator, town, ten.people[0])

    made = coordinator.post(
        "/reports", {"stage": town.stage.slug, "conclusions": "Все десять школ представили программы."}
    ).location
    work(app)
    report = coordinator.get(made)
    assert report.has("Представлено пакетов: 10", "Рассмотрено пакетов: 10")
    rows = coordinator.get(f"{made}/rows/packages")
    assert all(rows.has(number) or number in rows.text for number in ten.numbers)

    coordinator.post("/municipality/signature", AGREEMENT)
    paper = coordinator.get(f"{made}/pdf").body
    sha256 = hashlib.sha256(paper).hexdigest()
    for person in (coordinator, chief):
        person.post(f"{made}/sign", {"sha256": sha256})
    assert coordinator.get(made).has("Подписан", "Простая электронная подпись")
    text = paper_text("pdf", paper)
    for words in ("Все десять школ представили программы.", "Связать план с рисками", "МБОУ СОШ № 14"):
        assert words in text, words

    code = str(coordinator.get(made).tree.xpath("string(//a[contains(@href, '/verify/')]/@href)")).rsplit(
        "/", 1
    )[1]
    stranger = Browser(app.test_client(), town.coordinator)
    assert stranger.get(f"/verify/{code}").has("Подлинный")
    assert stranger.get(f"/verify?sha256={sha256}").has("Подлинный", "файл не изменён")
    altered = bytearray(paper)
    altered[len(altered) // 2] ^= 1
    touched = hashlib.sha256(bytes(altered)).hexdigest()
    assert stranger.get(f"/verify?sha256={touched}", status=404).has("изменён после выдачи")
    assert town.coordinator.name not in stranger.get(f"/verify/{code}").text

    refused = coordinator.post(
        f"/closing/{town.stage.slug}/conclusion", {"seen": "1", "text": "Иначе"}, status=409
    )
    assert refused.has("Отчёт этапа подписан")
    told = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert told.exit_code == 0 and "Журнал цел" in told.output, told.output


def sent_and_judged(town: World, sign_in: SignIn) -> Ten:
    """Let every school send its package, the curator confirm it, the coordinator examine it and send the verdict."""
    people = tuple(school(town, number) for number in range(11, 11 + SCHOOLS))
    _leave_out_the_others(town)
    curator, coordinator = sign_in(town.curator), sign_in(town.coordinator)
    numbers = []
    for place, one in enumerate(people):
        number = presented(sign_in(one.coordinator), sign_in(one.head))
        for file in (1, 2):
            check(curator, number, file, "confirmed")
        curator.post(
            f"/packages/{number}/steps/confirm", {"text": "Пакет полон.", "seen": seen(curator, number)}
        )
        coordinator.post(f"/packages/{number}/steps/begin", {"seen": seen(coordinator, number)})
        low = {"Б.2": "Причины не разделены на внутренние и внешние."} if place % 3 == 0 else {}
        examine(coordinator, number, low=low)
        verdict = {"verdict": "with_remarks" if low else "conforms", "text": "Цели измеримы.", "release": "y"}
        coordinator.post(f"/packages/{number}/verdict", {**verdict, "seen": seen(coordinator, number)})
        numbers.append(number)
    return Ten(people, tuple(numbers))


def school(town: World, number: int) -> SchoolPeople:
    row = make.school(town.municipality, slug=f"school-{number}", name=f"МБОУ СОШ № {number}")
    make.participation(town.programme, row)
    make.curatorship(town.curator, row)
    return SchoolPeople(
        row,
        make.person(f"Координаторова {number} Ольга Ивановна", "school", school=row),
        make.person(f"Директорова {number} Елена Павловна", "head", school=row),
    )


def presented(writer: Browser, head: Browser) -> str:
    number = begin(writer)
    upload(writer, number, "programme", "Программа.pdf", samples.pdf("п"))
    upload(writer, number, "diagnosis", "Протокол.docx", samples.docx_file("д"))
    answer(writer, number)
    send(head, number, "submit")
    return number


def recommend(coordinator: Browser, town: World, one: SchoolPeople) -> None:
    coordinator.post("/recommendations/new", {
        "text": "Связать план с рисками.", "ground": "", "due_on": "", "stage": str(town.stage.id), "risk": "",
        "schools": [str(one.school.id)],
    })  # fmt: skip


def _leave_out_the_others(town: World) -> None:
    """The three schools of the world take no part in this stage."""
    from sqlalchemy import delete

    from webapp.access.actor import system_scope
    from webapp.database import session, transaction
    from webapp.models import Participation

    names = [one.school.id for one in (town.school_1, town.school_2, town.school_3)]
    with system_scope("test"), transaction():
        session.execute(delete(Participation).where(Participation.school_id.in_(names)))
