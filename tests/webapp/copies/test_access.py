"""What each person is told of a near copy: whose it is, or only that there is one, or nothing at all."""

from dataclasses import dataclass

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.copies.shelf import line, package, sent, text
from tests.webapp.search import library
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.copies import queries
from webapp.copies.queries import Likeness, Relation
from webapp.dossier import queries as dossiers
from webapp.models import ExpertAssignment, Package, PackageFile

COPIED = line(1, 200)


@dataclass(frozen=True, slots=True)
class Pair:
    """A package of school 1 and one of school 3, whose curator is another; the half of each is the same text."""

    package: Package
    file: PackageFile
    theirs: Package
    their_file: PackageFile


@pytest.fixture
def pair(town: World) -> Pair:
    first, second = package(town.school_1, town.stage), package(town.school_3, town.stage)
    file = sent(town.school_1, first, text(COPIED, line(2, 200)), name="Концепция первой.docx")
    their_file = sent(town.school_3, second, text(line(3, 200), COPIED), name="Тайная концепция.docx")
    return Pair(first, file, second, their_file)


def seen(pair: Pair, actor: Actor, file: PackageFile | None = None) -> tuple[Likeness, ...]:
    with acting_as(actor):
        return queries.found(dossiers.get(pair.package.number), [file or pair.file]).likenesses


def assigned(town: World, *packages: Package) -> None:
    for one in packages:
        make.save(
            ExpertAssignment(
                package_id=one.id,
                user_id=town.expert.user_id,
                user_name=town.expert.name,
                assigned_by_name="К",
            )
        )


def test_a_coordinator_learns_whose_it_is_and_how_much(town: World, pair: Pair) -> None:
    for person in (town.coordinator, town.chief):
        (one,) = seen(pair, person)
        assert one.other is not None and one.other.package.school.short_name == "«Тихоозёрская ООШ»"
        assert one.relation is Relation.OTHER_SCHOOL and one.version == 1
        assert 35 <= one.share <= 65 and 35 <= one.back <= 65


def test_a_curator_who_may_not_read_it_learns_that_it_is_there(town: World, pair: Pair) -> None:
    (one,) = seen(pair, town.curator)
    assert one.other is None and one.kind == "concept" and one.share > 0


def test_an_expert_learns_whose_it_is_of_what_he_examines(town: World, pair: Pair) -> None:
    assigned(town, pair.package)
    (one,) = seen(pair, town.expert)
    assert one.other is None
    assigned(town, pair.theirs)
    (one,) = seen(pair, town.expert)
    assert one.other is not None


def test_no_page_tells_a_curator_more(town: World, pair: Pair, sign_in: SignIn) -> None:
    browser = sign_in(town.curator)
    number, file = pair.package.number, pair.file.number
    for path in (
        f"/packages/{number}/copies",
        f"/packages/{number}/files/{file}",
        f"/packages/{number}/files/{file}/check",
    ):
        page = browser.get(path)
        assert page.has(
            "Документ другой школы муниципалитета, концептуальные документы", "Вам он не виден", "около"
        )
        for secret in (
            "Тихоозёрская",
            "Тайная",
            pair.theirs.number,
            pair.their_file.sha256,
            line(3, 200)[:40],
        ):
            assert secret not in page.text
    query = f"file={file}&other={pair.theirs.number}&other_file={pair.their_file.number}"
    browser.get(f"/packages/{number}/copies/passages?{query}", status=404)


def test_a_school_is_told_nothing(town: World, pair: Pair, sign_in: SignIn) -> None:
    for person in (town.school_1.coordinator, town.school_1.head):
        browser = sign_in(person)
        for path in (
            f"/packages/{pair.package.number}",
            f"/packages/{pair.package.number}/files/{pair.file.number}",
        ):
            page = browser.get(path)
            assert "охожие документы" not in page.text and "других школ" not in page.text
        for path in ("copies", "copies/passages?file=1"):
            browser.get(f"/packages/{pair.package.number}/{path}", status=404)


def test_an_observer_is_told_nothing(town: World, pair: Pair, sign_in: SignIn) -> None:
    sign_in(town.observer).get(f"/packages/{pair.package.number}/copies", status=404)


def test_other_municipalities_are_never_shown(town: World, pair: Pair) -> None:
    foreign = package(town.foreign_school, town.foreign_stage)
    sent(town.foreign_school, foreign, text(COPIED, line(9, 10)), name="Чужая.docx")
    sent(town.foreign_school, foreign, pair.file.sha256, name="Чужая та же.docx")
    assert [one.other and one.other.id for one in seen(pair, town.coordinator)] == [pair.their_file.id]


def test_a_draft_of_another_school_is_no_finding(town: World, pair: Pair) -> None:
    draft = make.package(town.school_2.school, town.stage, kind="concept")
    library.file(draft, text(COPIED), actor=town.school_2.coordinator, sent=False)
    library.file(draft, pair.file.sha256, actor=town.school_2.coordinator, sent=False)
    assert [one.other and one.other.id for one in seen(pair, town.coordinator)] == [pair.their_file.id]


def test_the_same_file_of_another_school_is_found_even_without_a_word_in_it(town: World, pair: Pair) -> None:
    blank = text("")
    file = sent(town.school_1, pair.package, blank, name="Скан.pdf")
    sent(town.school_3, package(town.school_3, town.stage, kind="development"), blank, name="Тот же скан.pdf")
    (one,) = seen(pair, town.coordinator, file)
    assert one.is_same_file and (one.share, one.back) == (100, 100)


def test_documents_of_the_same_school_are_told_apart_from_findings(town: World, pair: Pair) -> None:
    last_year = make.stage(town.programme, slug="concept-2025", title="Прошлый этап", kinds=("concept",))
    earlier = package(town.school_1, last_year)
    sent(town.school_1, earlier, text(COPIED, line(8, 5)))
    sent(town.school_1, package(town.school_1, town.stage, kind="development"), text(COPIED, line(7, 5)))
    found = {
        one.other.package.kind if one.other else "": one.relation
        for one in seen(pair, town.coordinator)
        if one.relation is not Relation.OTHER_SCHOOL
    }
    assert found == {"concept": Relation.EARLIER, "development": Relation.SAME_SCHOOL}


def test_the_threshold_of_the_municipality_decides_at_reading(town: World, pair: Pair) -> None:
    for threshold, count in ((30, 1), (90, 0), (5, 1)):
        with system_scope("test"):
            town.municipality.copy_threshold = threshold
            make.save(town.municipality)
        assert len(seen(pair, town.coordinator)) == count


def test_common_text_is_no_finding(town: World, pair: Pair) -> None:
    template = line(40, 300)
    mine = sent(town.school_1, pair.package, text(template, line(41, 100)))
    for n in range(6):
        school = make.school(town.municipality, slug=f"many-{n}", name=f"МБОУ СОШ № {n}")
        people = type(town.school_1)(school, town.school_1.coordinator, town.school_1.head)
        sent(people, package(people, town.stage), text(template, line(50 + n, 100)))
    assert seen(pair, town.coordinator, mine) == ()


def test_three_pages_of_forty_are_told_by_the_shorter_document(town: World, pair: Pair) -> None:
    pages = line(60, 900)
    mine = sent(town.school_1, pair.package, text(pages, line(61, 300)))
    sent(town.school_3, package(town.school_3, town.stage, kind="development"), text(line(62, 11_000), pages))
    (one,) = seen(pair, town.coordinator, mine)
    assert one.share > 60 and one.back < 15


def test_the_number_of_statements_does_not_grow(town: World, pair: Pair) -> None:
    with acting_as(town.coordinator):
        whole = dossiers.get(pair.package.number)
        with statements() as one:
            queries.found(whole, [pair.file])
    more = [sent(town.school_1, pair.package, text(COPIED, line(70 + n, 50))) for n in range(3)]
    sent(town.school_2, package(town.school_2, town.stage), text(COPIED, line(80, 50)))
    with acting_as(town.coordinator):
        whole = dossiers.get(pair.package.number)
        with statements() as many:
            found = queries.found(whole, [pair.file, *more])
    assert len(found.likenesses) > 5 and len(many) == len(one) == 4
