"""What a dossier holds, and that its list says exactly that."""

import hashlib
import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.webapp.archives.conftest import made_of_package, made_of_stage, opened, report_of, taken
from tests.webapp.reports.judging import Case, judged
from tests.world import World
from webapp import journal
from webapp.access.actor import acting_as, system_scope
from webapp.archives import operations, queries
from webapp.database import now, session, transaction
from webapp.delivery import MAX_ATTEMPTS, LeaseLost
from webapp.errors import NotThere
from webapp.filestore import storage
from webapp.models import JournalEntry, Message, Package, PackageEvent, PackageFile, Report, Stage, StoredFile
from webapp.printing.zipping import FileDiffers
from webapp.reports import operations as reports
from workflows.vocabulary import Audience, RemarkKind, ReportKind, ReportState, Role


def sums(archive: object) -> dict[str, str]:
    lines = archive.read("SHA256SUMS").decode().splitlines()  # type: ignore[attr-defined]
    return {line[66:]: line[:64] for line in lines}


def words(page: bytes) -> str:
    document = html5lib.parse(page, namespaceHTMLElements=False)
    return " ".join(" ".join(document.itertext()).split())


def links(page: bytes) -> list[str]:
    document = html5lib.parse(page, namespaceHTMLElements=False)
    return [unquote(one.get("href")) for one in document.iter("a") if not one.get("href").startswith("#")]


def test_the_list_names_every_file_of_a_package_and_its_sum(town: World, packages: list[Package]) -> None:
    archive = opened(made_of_package(town, packages[1]))
    listed = sums(archive)
    assert set(archive.namelist()) == {*listed, "SHA256SUMS"}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in listed} == listed
    assert len([name for name in listed if name.startswith("Редакция 1/")]) == 2
    assert [one for one in links(archive.read("index.html")) if one not in listed] == []


def test_the_control_number_is_the_sum_of_the_list_and_stands_in_the_journal(
    town: World, packages: list[Package]
) -> None:
    number = made_of_package(town, packages[0])
    report, archive = report_of(number), opened(number)
    control = hashlib.sha256(archive.read("SHA256SUMS")).hexdigest()
    assert (report.kind, report.state, report.content_sha256) == (
        ReportKind.DOSSIER,
        ReportState.READY,
        control,
    )
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "report.built", JournalEntry.object_id == number)
    ).one()
    assert entry.details["data"] == control


def test_the_same_dossier_is_the_same_bytes_whenever_it_is_taken(
    town: World, packages: list[Package]
) -> None:
    number = made_of_package(town, packages[0])
    assert taken(number) == taken(number)


def test_the_page_tells_the_whole_of_the_package(town: World, packages: list[Package]) -> None:
    package = packages[1]
    with acting_as(town.coordinator), transaction():
        session.add(
            PackageEvent(
                package_id=package.id, action="confirm", title="Пакет подтверждён", actor_name="Примеров А. С.",
                actor_role=Role.CURATOR,
            )
        )  # fmt: skip
        for audience, text in (
            (Audience.EVERYONE, "Приложите приказ."),
            (Audience.INTERNAL, "Тайная заметка"),
        ):
            session.add(
                Message(
                    package_id=package.id, audience=audience, text=text, author_id=town.curator.user_id,
                    author_name=town.curator.name, author_role=Role.CURATOR,
                )
            )  # fmt: skip
        journal.record("package.started", kind="package", object_id=package.number)
    reports.order_conclusion(package.id)
    asked = session.scalars(
        select(Report).where(Report.kind == ReportKind.CONCLUSION, Report.package_id == package.id)
    ).one()
    reports.build(asked.id, keep_alive=lambda: None)
    archive = opened(made_of_package(town, package))
    told = words(archive.read("index.html"))
    for said in (
        package.number, town.school_2.school.name, "Редакция 1, раунд 1", "Экспертный лист", "Недостаточно: Б.2",
        "0 – не соответствует", "Цель не измерима", "Соответствует с замечаниями", "Заключение по итогам экспертизы",
        "Пакет подтверждён", "Приложите приказ.", "Экспертное заключение по пакету", "Подтверждаю: Примеров Алексей",
    ):  # fmt: skip
        assert said in told, said
    assert "Тайная заметка" not in told
    assert len([name for name in archive.namelist() if name.startswith("Документы/")]) == 2
    entry = session.scalars(select(JournalEntry).where(JournalEntry.object_id == package.number)).one()
    assert f"Запись № {entry.id}. Сумма: {entry.digest}" in told


def test_what_people_wrote_stays_text(town: World, packages: list[Package]) -> None:
    with transaction():
        package = session.merge(packages[0])
        package.late_reason = "<script>alert(1)</script> & <b>"
    page = opened(made_of_package(town, packages[0])).read("index.html").decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert page.count("<script>") == 1 and "script-src &#39;sha256-" in page
    assert "http://" not in page.replace("http://127.0.0.1:8000/reports/", "") and "https://" not in page


def test_a_dossier_of_a_stage_has_a_page_for_each_package_and_the_reports(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    with acting_as(town.coordinator):
        paper = reports.order(stage.slug, "", actor=town.coordinator)
    reports.build(report_of(paper).id, keep_alive=lambda: None)
    numbers = [package.number for package in packages]
    archive = opened(made_of_stage(town, stage))
    listed = sums(archive)
    first = archive.read("index.html")
    for number in numbers:
        page = f"Пакеты/{number}/index.html"
        assert page in links(first)
        inside = [one for one in links(archive.read(page)) if not one.startswith("../")]
        assert len(inside) == 2 and all(f"Пакеты/{number}/{one}" in listed for one in inside)
        assert 'id="check"' not in archive.read(page).decode()
    assert len([name for name in listed if name.startswith("Отчёты/")]) == 2
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in listed} == listed


def test_any_machine_checks_it_with_its_own_program(
    town: World, packages: list[Package], tmp_path: Path
) -> None:
    opened(made_of_package(town, packages[0])).extractall(tmp_path)
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    victim = next(tmp_path.rglob("*.pdf"))
    victim.write_bytes(victim.read_bytes() + b" ")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_removed_content_is_named_and_not_given(town: World, packages: list[Package]) -> None:
    file = session.scalars(select(PackageFile).where(PackageFile.package_id == packages[0].id)).first()
    assert file is not None
    with transaction():
        row = session.merge(file)
        row.removed_at, row.removed_by_name, row.name = now(), "Образцова Мария Петровна", "файл.pdf"
    archive = opened(made_of_package(town, packages[0]))
    told = words(archive.read("index.html"))
    assert "В досье нет содержимого 1 файла" in told and "персональные данные" in told
    assert file.sha256 not in sums(archive).values()


def test_content_removed_after_the_making_is_told_of_when_it_is_taken(
    town: World, packages: list[Package]
) -> None:
    number = made_of_package(town, packages[0])
    first = session.scalars(select(PackageFile).where(PackageFile.package_id == packages[0].id)).all()
    with transaction():
        stored = session.scalars(select(StoredFile).where(StoredFile.sha256 == first[0].sha256)).one()
        stored.removed_at = now()
    storage().remove(first[1].sha256)
    archive = opened(number)
    told = archive.read("НЕТ В ДОСЬЕ.txt").decode("utf-8-sig")
    assert "персональные данные" in told and "не найден в хранилище" in told
    assert first[0].sha256 in told and first[1].sha256 in told
    assert not [name for name in archive.namelist() if name.startswith("Редакция")]


def test_other_bytes_in_the_store_break_it_off(town: World, packages: list[Package]) -> None:
    number = made_of_package(town, packages[0])
    file = session.scalars(select(PackageFile).where(PackageFile.package_id == packages[0].id)).first()
    assert file is not None
    path = storage()._path(file.sha256)  # type: ignore[attr-defined]
    path.chmod(0o600)
    path.write_bytes(b"other")
    with pytest.raises(FileDiffers):
        taken(number)


def test_asked_twice_while_it_is_made_is_one_dossier(town: World, packages: list[Package]) -> None:
    with acting_as(town.coordinator):
        first = operations.order_of_package(packages[0].number, actor=town.coordinator)
        assert operations.order_of_package(packages[0].number, actor=town.coordinator) == first
    operations.build(report_of(first).id, keep_alive=lambda: None)
    with acting_as(town.coordinator):
        assert operations.order_of_package(packages[0].number, actor=town.coordinator) != first


@pytest.mark.parametrize("stop_at", [1, 2])
def test_killed_between_steps_the_next_attempt_makes_one(
    town: World, packages: list[Package], stop_at: int
) -> None:
    with acting_as(town.coordinator):
        number = operations.order_of_package(packages[0].number, actor=town.coordinator)
    calls = iter(range(1, 10))

    def dies() -> None:
        if next(calls) == stop_at:
            raise LeaseLost("test")

    with pytest.raises(LeaseLost):
        operations.build(report_of(number).id, keep_alive=dies)
    assert report_of(number).state is ReportState.BUILDING and not report_of(number).files
    operations.build(report_of(number).id, keep_alive=lambda: None)
    operations.build(report_of(number).id, keep_alive=lambda: None)
    assert report_of(number).state is ReportState.READY and len(report_of(number).files) == 1


def test_a_dossier_that_cannot_be_made_fails_with_a_sentence(town: World, packages: list[Package]) -> None:
    with acting_as(town.coordinator):
        number = operations.order_of_package(packages[0].number, actor=town.coordinator)
    with transaction():
        report = session.merge(report_of(number))
        report.attempts, report.package_id = MAX_ATTEMPTS - 1, None
    operations.build(report_of(number).id, keep_alive=lambda: None)
    assert report_of(number).state is ReportState.FAILED and report_of(number).failure


def test_what_was_never_sent_has_no_dossier(town: World, stage: Stage) -> None:
    draft = make.package(town.school_1.school, stage, kind="development")
    with acting_as(town.coordinator):
        with pytest.raises(NotThere):
            operations.order_of_package(draft.number, actor=town.coordinator)
        with pytest.raises(NotThere):
            operations.order_of_stage(stage.slug, actor=town.coordinator)
        with pytest.raises(NotThere):
            queries.about_stage(stage.slug)


def test_each_package_costs_the_same_whatever_it_holds(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    def cost(package: Package) -> int:
        session.expunge_all()
        with statements() as seen:
            queries.gather(package.id, "", actor=town.coordinator)
        return len(seen)

    rich = judged(
        town, town.school_3.school, stage, Case(remarks=((RemarkKind.EDITORIAL, "Б.2", "Укажите срок."),))
    )
    with system_scope("test"), transaction():
        for number in range(2, 6):
            make.file(rich, "programme", f"Ещё {number}.pdf", actor=town.school_1.head)
    assert cost(rich) == cost(packages[0])


def test_the_pages_are_valid(town: World, stage: Stage, packages: list[Package]) -> None:
    archive = opened(made_of_stage(town, stage))
    for name in archive.namelist():
        if name.endswith(".html"):
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            document = parser.parse(archive.read(name))
            assert len(list(document.iter("h1"))) == 1


def test_the_content_kept_is_small_and_plain(town: World, packages: list[Package]) -> None:
    report = report_of(made_of_package(town, packages[0]))
    content = json.loads(json.dumps(report.content))
    assert content["packages"] == 1
    assert [len(one) for one in content["documents"]] == [3, 3]
