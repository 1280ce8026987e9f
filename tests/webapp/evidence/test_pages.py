"""The matrix on the screen and as a table file: each state, doubles, every role, one number of statements."""

import io

import openpyxl

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.copies import shelf
from tests.webapp.evidence.conftest import TITLES, Folder, paper
from tests.webapp.packages.test_crossing import programme
from tests.workflows.test_near_copies import line
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, transaction
from webapp.models import VersionFile
from webapp.packages import operations as packages
from webapp.reading import operations as reading
from workflows.file_rules import FileKind
from workflows.vocabulary import State, Turn


def lines(page: object) -> dict[str, str]:
    """Measure → its words."""
    rows = page.tree.xpath("//tbody/tr")  # type: ignore[attr-defined]
    return {row.xpath("string(th/text())").strip(): " ".join(row.text_content().split()) for row in rows}


def test_every_state_says_why(filled: Folder, as_school: Browser) -> None:
    page = as_school.get(filled.url)
    found = lines(page)
    assert list(found) == [f"1.{number}. {title}" for number, title in enumerate(TITLES, start=1)]
    one, two, three, four = found.values()
    assert "Документ есть" in one and "дата и слова сходятся" in one and "приложен к мере" in one
    assert "Подтверждение слабое" in two and "без текста" in two
    assert "Вне срока" in three and "датирован раньше начала программы" in three
    assert "Документа нет" in four and "Срок: до" in four
    assert page.has("Документы без меры", "Расписание.docx")
    (tab,) = page.tree.xpath('//a[contains(., "Документа нет")]/@href')
    assert list(lines(as_school.get(tab))) == [f"1.4. {TITLES[3]}"]
    assert as_school.get(f"{filled.url}?state=whatever").has(TITLES[0])


def test_a_file_on_its_way_to_be_read_is_not_judged_yet(folder: Folder, as_school: Browser) -> None:
    folder.put(folder.key(1), paper(TITLES[0], folder.due), read=False)
    page = as_school.get(folder.url)
    assert page.has("Часть документов ещё читается", "ещё не прочитан")


def test_the_date_a_person_wrote_beside_a_picture_counts(folder: Folder, as_school: Browser) -> None:
    folder.put(folder.key(2), samples.png("blue"), FileKind.PNG, note="Фото от 05.03.2021")
    assert "Вне срока" in lines(as_school.get(folder.url))[f"1.2. {TITLES[1]}"]


def test_the_school_chooses_documents_by_a_form(filled: Folder, as_school: Browser) -> None:
    page = as_school.get(filled.url)
    way = page.tree.xpath(f'//tr[contains(., "{TITLES[3]}")]//a[contains(., "Указать документы")]/@href')[0]
    form = as_school.get(way)
    assert form.tree.xpath("//input[@type='checkbox'][@checked]") == []
    done = as_school.post(way, {"files": filled.files[3].number}, status=303)
    after = as_school.follow(done)
    assert after.has("указан вручную: Координаторова") and not after.has("Документы без меры")
    (ticked,) = as_school.get(way).tree.xpath("//input[@type='checkbox'][@checked]/@value")
    assert ticked == str(filled.files[3].number)
    assert as_school.post(way, {"files": 999999}, status=422).has("Выберите документы из списка")


def test_a_sent_package_is_read_by_all_and_changed_by_its_curator(
    filled: Folder, sign_in: SignIn, as_curator: Browser
) -> None:
    filled.send()
    town = filled.town
    edit = f"{filled.url}/{filled.key(4)}"
    for actor in (town.school_1.head, town.coordinator, town.chief):
        page = sign_in(actor).get(filled.url)
        assert page.has("Вне срока") and not page.tree.xpath('//a[contains(., "Указать документы")]')
    for actor in (
        town.other_curator,
        town.expert,
        town.observer,
        town.school_2.head,
        town.foreign_coordinator,
    ):
        sign_in(actor).get(filled.url, status=404)
        sign_in(actor).get(f"{filled.url}.xlsx", status=404)
    sign_in(town.coordinator).get(edit, status=404)
    assert sign_in(town.school_1.head).get(edit).has("Пакет направлен")
    refused = sign_in(town.school_1.head)
    page = refused.get(filled.url)
    assert refused.post(edit, {"files": filled.files[3].number}, status=422).has("Пакет направлен")
    as_curator.get(edit)
    assert as_curator.follow(as_curator.post(edit, {"files": filled.files[3].number}, status=303)).has(
        "указан вручную: Примеров А. С."
    )


def test_a_draft_is_the_schools_own(filled: Folder, sign_in: SignIn) -> None:
    for actor in (filled.town.curator, filled.town.coordinator):
        sign_in(actor).get(filled.url, status=404)


def test_other_packages_have_no_matrix(folder: Folder, as_school: Browser) -> None:
    other = make.package(folder.town.school_1.school, folder.town.stage, kind="concept")
    as_school.get(f"/packages/{other.number}/evidence", status=404)


def test_one_document_for_two_measures_is_flagged_at_both(folder: Folder, as_school: Browser) -> None:
    twice = paper(f"{TITLES[0]} и {TITLES[1]}", folder.due)
    folder.put(folder.key(1), twice)
    folder.put(folder.key(2), twice)
    found = lines(as_school.get(folder.url))
    assert f"Тот же документ приложен к мере «1.2. {TITLES[1]}»" in found[f"1.1. {TITLES[0]}"]
    assert f"Тот же документ приложен к мере «1.1. {TITLES[0]}»" in found[f"1.2. {TITLES[1]}"]


def test_a_document_of_another_school_is_flagged_to_those_who_see_both(
    filled: Folder, sign_in: SignIn, as_school: Browser
) -> None:
    town = filled.town
    filled.send()
    theirs = make.package(
        town.school_3.school, town.stage, kind="concept", state=State.CURATOR_REVIEW, number="t-3"
    )
    row = make.kept_file(
        theirs,
        "other",
        paper(TITLES[0], filled.due),
        FileKind.DOCX,
        actor=town.school_3.head,
        name="Чужой.docx",
    )
    if row.sha256 != filled.files[0].sha256:  # office files bear the moment they were made
        row.sha256 = filled.files[0].sha256
        make.save(row)
    version = filled.package.current_version_id
    make.save(VersionFile(package_id=theirs.id, version_id=version, file_id=row.id, position=9, change="new"))
    words = "Тот же документ в пакете t-3, «Тихоозёрская ООШ»"
    assert sign_in(town.coordinator).get(filled.url).has(words)
    curator = sign_in(town.curator).get(filled.url)
    assert curator.has("Тот же документ направила другая школа") and not curator.has("Тихоозёрская")
    assert not as_school.get(filled.url).has("другая школа")


def test_measures_only_a_programme_names_have_rows_too(folder: Folder, as_school: Browser) -> None:
    package = make.package(folder.town.school_1.school, folder.town.stage, kind="development")
    day = f"{folder.due:%d.%m.%Y}"
    content = programme(
        ("1", "Экскурсия пятиклассников на завод", day, "Завуч", "Отчёт"),
        ("2", TITLES[0], day, "Завуч", "Протокол"),
        ("3", "Слёт туристов будущего лета", "01.06.2031", "Завуч", "Отчёт"),
    )
    kept = make.kept_file(
        package, "programme", content, FileKind.DOCX, actor=folder.town.school_1.head, name="Программа.docx"
    )
    with system_scope("test"):
        reading.read(kept.sha256, keep_alive=lambda: None)
        reading.examine(kept.sha256)
    session.commit()
    lay_on_the_table(folder, package, kept)
    folder.put("other", paper("Экскурсия пятиклассников на завод", folder.due))
    found = lines(as_school.get(folder.url))
    assert list(found)[4:] == ["Экскурсия пятиклассников на завод"]
    told = found["Экскурсия пятиклассников на завод"]
    assert "Названа в документе «Программа.docx»" in told and "предложен по словам документа" in told


def lay_on_the_table(folder: Folder, package: object, file: object) -> None:
    other = Folder(folder.town, package, (), folder.due, [file])  # type: ignore[arg-type,list-item]
    other.send()


def test_the_table_file_has_a_row_for_each_document(filled: Folder, as_school: Browser) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_school.get(f"{filled.url}.xlsx").body)).active
    rows = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "№")
    body = rows[head + 1 :]
    assert [row[6] for row in body] == ["Документ есть", "Подтверждение слабое", "Вне срока", "Документа нет"]
    assert body[0][7] == "Протокол семинара.docx" and body[0][10].date() == filled.due
    assert not body[3][7]


def test_empty_states(folder: Folder, as_school: Browser) -> None:
    page = as_school.get(f"{folder.url}?state=covered")
    assert page.has("Таких мер нет")
    assert as_school.get(f"{folder.url}/{folder.key(1)}").has("В пакете ещё нет файлов")
    other = make.package(folder.town.school_1.school, folder.town.stage, kind="evidence2")
    for measure in folder.measures:
        with system_scope("test"), transaction():
            session.delete(session.merge(measure))
    assert as_school.get(f"/packages/{other.number}/evidence").has("Мер пока нет")


def test_the_matrix_costs_a_constant_number_of_statements(folder: Folder, as_school: Browser) -> None:
    folder.put(folder.key(1), paper(TITLES[0], folder.due))
    as_school.get(folder.url)
    with statements() as few:
        as_school.get(folder.url)
    for place in range(1, 4):
        folder.put(folder.key(place + 1), paper(TITLES[place], folder.due))
        folder.put("other", paper(f"Иное {place}", folder.due))
    with statements() as many:
        as_school.get(folder.url)
    assert len(few) == len(many), (len(few), len(many))


def test_the_package_page_leads_to_the_matrix(filled: Folder, as_curator: Browser) -> None:
    filled.send()
    package = as_curator.get(f"/packages/{filled.package.number}")
    (address,) = package.tree.xpath('//a[.="Матрица подтверждений"]/@href')
    assert address == filled.url
    filled.move(State.ADMITTED, Turn.EXPERT)
    assert as_curator.get(address).has("пока проверяет пакет")


def test_near_copies_are_flagged_to_those_who_judge(
    folder: Folder, sign_in: SignIn, as_school: Browser
) -> None:
    town = folder.town
    report = line(1, 250)
    folder.put(folder.key(1), paper(TITLES[0], folder.due, report))
    folder.put(folder.key(2), paper(TITLES[1], folder.due, f"{report} {line(2, 12)}"))
    for file in folder.files:
        shelf.copied(file.sha256)
    folder.send()
    shelf.placed(folder.package)
    theirs = shelf.package(town.school_3, town.stage)
    shelf.sent(town.school_3, theirs, shelf.text(f"{line(3, 40)} {report}"), name="Чужой отчёт.docx")
    found = lines(sign_in(town.coordinator).get(folder.url))
    one, two = found[f"1.1. {TITLES[0]}"], found[f"1.2. {TITLES[1]}"]
    assert "Похожий документ (" in one and f"приложен к мере «1.2. {TITLES[1]}»" in one
    assert f"приложен к мере «1.1. {TITLES[0]}»" in two
    assert f"в пакете {theirs.number}, «Тихоозёрская ООШ»" in one
    curator = sign_in(town.curator).get(folder.url)
    assert curator.has("общего текста) направила другая школа") and not curator.has("Тихоозёрская")
    assert not as_school.get(folder.url).has("Похожий документ")


def test_a_removed_document_proves_nothing(filled: Folder, sign_in: SignIn) -> None:
    filled.send()
    file = filled.files[0]
    with acting_as(filled.town.coordinator):
        packages.remove_content(
            filled.package.number,
            file.number,
            name="Протокол",
            reason="Список детей",
            actor=filled.town.coordinator,
        )
    page = sign_in(filled.town.coordinator).get(filled.url)
    assert "Документа нет" in lines(page)[f"1.1. {TITLES[0]}"]
