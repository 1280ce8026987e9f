"""The documents of a school laid side by side, as each person may see them."""

from datetime import date

import docx
import pytest

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.packages.test_preview import Shelf, shelf
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, PackageFile
from webapp.reading import operations
from workflows.file_rules import FileKind
from workflows.roadmaps.words import PartyKind, RoadmapState

__all__ = ["shelf"]
HEADER = ("№", "Мероприятие", "Срок", "Ответственный", "Подтверждающий документ")


def programme(*rows: tuple[str, ...], title: str = "Программа развития на 2026 год") -> bytes:
    document = docx.Document()
    document.add_heading(title, level=1)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return samples.docx_bytes(document)


def put(shelf: Shelf, content: bytes) -> PackageFile:
    file = shelf.put(content, FileKind.DOCX)
    with system_scope("test"):
        operations.examine(file.sha256)
    session.commit()
    return file


@pytest.fixture
def contradicting(shelf: Shelf) -> tuple[PackageFile, PackageFile]:
    return (
        put(shelf, programme(("1", "Семинар для родителей по чтению", "март", "Завуч", "Протокол"))),
        put(
            shelf,
            programme(
                ("1", "Семинары по чтению для родителей", "до 15.02.2026", "Завуч", "Протокол"),
                ("2", "Конкурс проектов учащихся", "октябрь", "", "Приказ"),
                title="Концепция развития на 2026 год",
            ),
        ),
    )


def test_both_places_are_named_and_lead_into_the_documents(
    shelf: Shelf, contradicting: tuple[PackageFile, PackageFile], as_curator: Browser
) -> None:
    first, second = contradicting
    package = as_curator.get(f"/packages/{shelf.package.number}")
    (address,) = package.tree.xpath('//a[.="Сверка документов"]/@href')
    page = as_curator.get(address)
    assert page.has(
        "Семинар для родителей по чтению", "срок «март»", "«до 15.02.2026»", "не указано: ответственный"
    )
    ways = page.tree.xpath('//section[@class="slot"]//a/@href')
    assert [way.split("?")[0].split("#")[0] for way in ways[:2]] == [shelf.url(first), shelf.url(second)]
    assert as_curator.get(ways[0]).has("Семинар для родителей по чтению")
    assert len(page.tree.xpath('//section[@class="slot"]')) == 2


def test_a_file_that_nobody_has_read_is_named_as_left_out(shelf: Shelf, as_curator: Browser) -> None:
    shelf.put(
        programme(("1", "Семинар для родителей", "март", "Завуч", "Протокол")), FileKind.DOCX, read=False
    )
    page = as_curator.get(f"/packages/{shelf.package.number}/cross")
    assert page.has("Сверять пока нечего", "Не прочитаны и в сверку не вошли")


def test_documents_that_agree_are_said_to(shelf: Shelf, as_curator: Browser) -> None:
    for title in ("Программа на 2026 год", "Концепция на 2026 год"):
        put(shelf, programme(("1", "Семинар для родителей", "март", "Завуч", "Протокол"), title=title))
    assert as_curator.get(f"/packages/{shelf.package.number}/cross").has(
        "Расхождений не найдено", "Сопоставлено файлов: 2"
    )


def test_a_school_reads_its_own_and_a_stranger_nothing(
    shelf: Shelf, contradicting: tuple[PackageFile, PackageFile], town: World, sign_in: SignIn
) -> None:
    address = f"/packages/{shelf.package.number}/cross"
    assert sign_in(town.school_1.coordinator).get(address).has("Расхождения")
    for stranger in (town.school_2.coordinator, town.foreign_coordinator):
        sign_in(stranger).get(address, status=404)


def test_a_date_of_the_anti_risk_programme_is_laid_beside_the_document(
    shelf: Shelf, town: World, as_curator: Browser
) -> None:
    risk = make.risk(town.school_1.school, town.programme)
    whose = {"municipality_id": risk.municipality_id, "school_id": risk.school_id}
    period = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 12, 20)}
    plan = make.save(AntiRiskProgramme(**whose, risk_id=risk.id, aim="Цель", **period))
    title, due_on = "Семинар для родителей по чтению", date(2026, 6, 1)
    make.save(AntiRiskMeasure(**whose, plan_id=plan.id, number=1, title=title, due_on=due_on))
    put(shelf, programme(("1", "Семинар по чтению для родителей", "март", "Завуч", "Протокол")))
    page = as_curator.get(f"/packages/{shelf.package.number}/cross")
    assert page.has("в антирисковой программе срок 01.06.2026")


def test_the_number_of_statements_does_not_grow_with_files(
    shelf: Shelf, contradicting: tuple[PackageFile, PackageFile], as_curator: Browser
) -> None:
    address = f"/packages/{shelf.package.number}/cross"
    as_curator.get(address)
    with statements() as few:
        as_curator.get(address)
    for number in range(4):
        put(shelf, programme(("1", f"Мероприятие номер {number} школы", "март", "Завуч", "Протокол")))
    with statements() as many:
        as_curator.get(address)
    assert len(many) == len(few)


def test_a_date_of_a_roadmap_is_laid_beside_the_document(
    shelf: Shelf, town: World, as_curator: Browser
) -> None:
    own = make.roadmap(town.municipality, school_id=town.school_1.school.id)
    late = make.measure(own, "ноябрь", title="Семинар по чтению для родителей")
    make.measure(own, "март", title="Конкурс проектов учащихся")
    put(shelf, programme(("1", "Семинар для родителей по чтению", "март", "Завуч", "Протокол")))
    page = as_curator.get(f"/packages/{shelf.package.number}/cross")
    assert page.has(
        "в дорожной карте школы срок «ноябрь»", "«март»", "Документы не называют мер дорожной карты"
    )
    (address,) = page.tree.xpath('//section[@class="slot"][1]//a[.="Дорожная карта"]/@href')
    assert address.endswith(late.ref)
    assert as_curator.get(address).has("Семинар по чтению для родителей")


def test_only_roadmaps_in_force_that_ask_something_of_the_school_are_laid_beside(
    shelf: Shelf, town: World, as_curator: Browser
) -> None:
    title = "Семинар по чтению для родителей"
    others = (
        make.roadmap(town.municipality, school_id=town.school_2.school.id),
        make.roadmap(town.municipality),
        make.roadmap(town.municipality, school_id=town.school_1.school.id, state=RoadmapState.DRAFT),
        make.roadmap(town.foreign, programme_id=town.programme.id),
    )
    for one in others:
        make.measure(one, "ноябрь", title=title)
    municipal = make.roadmap(town.municipality, programme_id=town.programme.id)
    make.measure(municipal, "ноябрь", title=title, excluded_on=date(2026, 2, 1))
    put(shelf, programme(("1", "Семинар для родителей по чтению", "март", "Завуч", "Протокол")))
    address = f"/packages/{shelf.package.number}/cross"
    assert as_curator.get(address).has("Расхождений не найдено")
    every = make.party(municipal, "Школы проекта", PartyKind.SCHOOLS)
    make.measure(municipal, "декабрь", every, title=title)
    page = as_curator.get(address)
    assert page.has("в муниципальной дорожной карте срок «декабрь»")
    assert len(page.tree.xpath('//section[@class="slot"]')) == 1
