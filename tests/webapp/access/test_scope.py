"""Which rows exist for whom, asked in every way a statement can be written, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, event, exists, func, select, text, true, union_all, update
from sqlalchemy.orm import (
    Bundle,
    aliased,
    contains_eager,
    joinedload,
    lazyload,
    selectinload,
    subqueryload,
)

from tests import factories as make
from tests.webapp.access.estate import RELEASED, SENT, STATES, TAINT, Estates
from tests.world import World
from webapp.access import scope
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.access.scope import UNSCOPED, VISIBLE, UnscopedQuery
from webapp.database import Base, db, now, session, transaction
from webapp.models import (
    Curatorship,
    Expertise,
    FileCheck,
    Mark,
    Membership,
    Message,
    Municipality,
    Package,
    PackageFile,
    Remark,
    Report,
    School,
    User,
    Verdict,
)
from workflows.vocabulary import Audience, ReportKind, ReportState, State

FOREIGN_NUMBER = "voz-2026-1"
ROLES = (
    "school", "head", "other_school", "curator", "other_curator", "expert", "other_expert", "coordinator", "chief",
    "methodist", "observer", "municipal_admin",
)  # fmt: skip


@pytest.fixture
def cast(estates: Estates) -> dict[str, Actor]:
    """Everybody of the first municipality who may look at something."""
    town = estates.town
    return {
        "school": town.school_1.coordinator,
        "head": town.school_1.head,
        "other_school": town.school_2.head,
        "curator": town.curator,
        "other_curator": town.other_curator,
        "expert": town.expert,
        "other_expert": town.other_expert,
        "coordinator": town.coordinator,
        "chief": town.chief,
        "methodist": make.person("Методистова Юлия Ильинична", "methodist", municipality=town.municipality),
        "observer": town.observer,
        "municipal_admin": estates.own.admin,
    }


# --- nobody and nothing past the ORM -----------------------------------------------------------------


def test_every_model_has_its_criterion_or_its_excuse() -> None:
    models = {mapper.class_ for mapper in Base.registry.mappers}
    assert models == set(VISIBLE) | UNSCOPED
    assert not set(VISIBLE) & UNSCOPED


def test_reading_with_nobody_acting_raises(town: World) -> None:
    with pytest.raises(UnscopedQuery, match="nobody acts"):
        session.scalars(select(School)).all()


@pytest.mark.parametrize(
    "statement",
    [
        text("select number from package"),
        select(Package.__table__.c.number),
        select(func.count()).select_from(Package.__table__),
        select(School.id, Package.__table__.c.number).where(true()),
        select(Package.__table__.c.number).select_from(School).join(Package.__table__, true()),
        select(School.id).where(exists().where(Package.__table__.c.number == FOREIGN_NUMBER)),
        select(exists().where(Package.number == FOREIGN_NUMBER)),
        select(School.id, text("(select max(number) from package)")).select_from(School).union_all(
            select(Package.__table__.c.id, Package.__table__.c.number)
        ),
        update(Package.__table__).values(late_reason="x"),
        delete(Package.__table__),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_criterion_would_reach_is_refused(town: World, statement: Any) -> None:
    with acting_as(town.coordinator), pytest.raises(UnscopedQuery):
        session.execute(statement)
    session.rollback()


def test_a_system_scope_sees_everything_and_gives_its_reason(estates: Estates) -> None:
    with system_scope("test"):
        numbers = set(session.scalars(select(Package.number)))
        assert FOREIGN_NUMBER in numbers and len(numbers) == 2 * len(STATES)
        session.execute(text("select 1"))
    with pytest.raises(UnscopedQuery):
        session.execute(select(Package.number))


# --- one criterion, however it is asked --------------------------------------------------------------

P = aliased(Package)
_sub = select(Package).subquery()
OfSub = aliased(Package, _sub)
_cte = select(Package.number).cte()

FORMS: dict[str, Callable[[], Any]] = {
    "entity": lambda: select(Package),
    "column": lambda: select(Package.number),
    "aliased": lambda: select(P.number),
    "subquery": lambda: select(_sub.c.number),
    "alias of a subquery": lambda: select(OfSub.number),
    "cte": lambda: select(_cte.c.number),
    "union": lambda: union_all(select(Package.number), select(P.number)),
    "union as a subquery": lambda: select(
        union_all(select(Package.number), select(P.number)).subquery().c.number
    ),
    "join from a parent": lambda: select(Package.number).join(School, School.id == Package.school_id),
    "join onto": lambda: select(Package.number).select_from(School).join(Package, true()),
    "outer join": lambda: select(Package.number).select_from(School).outerjoin(Package, true()),
    "join onto an alias": lambda: select(P.number).select_from(School).join(P, true()),
    "outer join onto an alias": lambda: select(P.number).select_from(School).outerjoin(P, true()),
    "join of a row onto an alias of its own kind": lambda: (
        select(P.number).select_from(Package).join(P, P.id != Package.id)
    ),
    "relationship join onto an alias": lambda: (
        select(P.number).select_from(PackageFile).join(PackageFile.package.of_type(P))
    ),
    "relationship join": lambda: select(PackageFile.name).join(PackageFile.package),
    "scalar subquery": lambda: select(
        School.id, select(Package.number).where(Package.number == FOREIGN_NUMBER).scalar_subquery()
    ),
    "order by subquery": lambda: select(Package.number).order_by(
        select(func.max(P.number)).scalar_subquery()
    ),
    "bundle": lambda: select(Bundle("b", Package.number, Package.id)),
    "window": lambda: select(Package.number, func.row_number().over(order_by=Package.id)),
    "maximum": lambda: select(func.max(Package.number)),
    "from statement": lambda: select(Package).from_statement(select(Package)),
    "distinct": lambda: select(Package.number).distinct(),
}


@pytest.mark.parametrize("role", ["school", "curator", "expert", "coordinator", "observer", "methodist"])
def test_a_foreign_package_never_comes_out_in_any_form(cast: dict[str, Actor], role: str) -> None:
    for form, ask in FORMS.items():
        with acting_as(cast[role]):
            found = session.execute(ask()).all()
        values = [value for row in found for value in row]
        told = " ".join(str(value.number if isinstance(value, Package) else value) for value in values)
        assert "voz-" not in told and TAINT not in told, form


def test_counts_and_existence_agree_with_the_list(cast: dict[str, Actor]) -> None:
    for role in ROLES:
        with acting_as(cast[role]):
            seen = len(session.scalars(select(Package)).all())
            assert session.scalar(select(func.count()).select_from(Package)) == seen, role
            assert session.scalar(select(func.count(Package.id))) == seen, role
            assert session.scalar(select(func.count()).select_from(select(Package).subquery())) == seen, role
            schools = select(School.id).where(exists().where(Package.number == FOREIGN_NUMBER))
            assert session.scalars(schools).all() == []
            assert (
                session.scalars(
                    select(School.id).where(select(P.id).where(P.number.like("voz-%")).exists())
                ).all()
                == []
            )
            assert session.get(Package, -1) is None


def test_no_row_of_any_model_is_from_elsewhere(estates: Estates, cast: dict[str, Actor]) -> None:
    for role in ROLES:
        places = _places()
        with acting_as(cast[role]):
            for model in VISIBLE:
                rows = session.scalars(select(model)).all()
                foreign = [row for row in rows if places(row) == estates.foreign.place.id]
                assert not foreign, f"{role} sees {foreign[:3]}"
                assert session.scalar(select(func.count()).select_from(model)) == len(rows), model


def test_the_administrator_of_the_product_reads_people_and_places_but_no_package(estates: Estates) -> None:
    with acting_as(estates.town.admin):
        assert session.scalar(select(func.count(Municipality.id))) == 2
        assert (
            session.scalar(select(func.count(User.id)).where(User.id == estates.foreign.curator.user_id)) == 1
        )
        for model in (Package, PackageFile, Message, Remark, Expertise, Mark, Verdict, Report):
            assert session.scalars(select(model)).all() == [], model


# --- loading what belongs to a row -------------------------------------------------------------------

LOADERS: dict[str, Callable[[], Any]] = {
    "joined": lambda: select(Package).options(joinedload(Package.files)),
    "select in": lambda: select(Package).options(selectinload(Package.files)),
    "subquery": lambda: select(Package).options(subqueryload(Package.files)),
    "lazy": lambda: select(Package).options(lazyload(Package.files)),
    "contains eager": lambda: select(Package).outerjoin(Package.files).options(contains_eager(Package.files)),
}


@pytest.mark.parametrize("loader", LOADERS)
def test_what_is_loaded_along_obeys_the_same_criterion(
    estates: Estates, cast: dict[str, Actor], loader: str
) -> None:
    for role, numbers in (("coordinator", [1]), ("school", [1, 2])):
        session.expunge_all()
        with acting_as(cast[role]):
            package = (
                session.execute(LOADERS[loader]().where(Package.number == "srr-2026-1")).unique().scalar_one()
            )
            assert [file.number for file in package.files] == numbers, f"{role}, {loader}"


@pytest.mark.parametrize("loader", [joinedload, selectinload, subqueryload, lazyload])
def test_a_reference_to_a_foreign_row_leads_nowhere(estates: Estates, loader: Any) -> None:
    own, foreign = (one.dossiers[State.CURATOR_REVIEW] for one in (estates.own, estates.foreign))
    with system_scope("damage"), transaction():
        session.execute(
            update(Remark).where(Remark.id == own.published.id).values(file_id=foreign.sent_file.id)
        )
    session.expunge_all()
    with acting_as(estates.town.coordinator):
        remark = session.execute(
            select(Remark).where(Remark.id == own.published.id).options(loader(Remark.file))
        ).unique().scalar_one()  # fmt: skip
        assert remark.file is None


def test_nested_loading_stays_inside(estates: Estates, cast: dict[str, Actor]) -> None:
    with acting_as(cast["school"]):
        school = session.scalars(
            select(Package)
            .options(selectinload(Package.files).joinedload(PackageFile.check))
            .order_by(Package.id)
        ).all()
        checked = {package.state for package in school for file in package.files if file.check is not None}
    assert State.CURATOR_REVIEW not in checked, "decisions are not told while the curator works"
    assert State.CONFORMS_WITH_REMARKS in checked


# --- writing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("synchronise", [False, "fetch", "auto"])
def test_an_update_and_a_delete_reach_visible_rows_only(estates: Estates, synchronise: Any) -> None:
    options = {"synchronize_session": synchronise}
    with acting_as(estates.town.coordinator), transaction():
        session.execute(update(Package).values(late_reason="правка"), execution_options=options)
        session.execute(delete(Message), execution_options=options)
    session.expunge_all()
    with system_scope("look"):
        changed = set(session.scalars(select(Package.number).where(Package.late_reason == "правка")))
        left = set(session.scalars(select(Message.package_id)))
    assert changed == {estates.own.dossiers[state].package.number for state in SENT}
    foreign = {one.package.id for one in estates.foreign.dossiers.values()}
    assert left == foreign | {estates.own.dossiers[State.DRAFT].package.id}


# --- who sees what -----------------------------------------------------------------------------------

NONE: frozenset[State] = frozenset()
ALL = frozenset(STATES.values())
PACKAGES = {
    "school": ALL, "head": ALL, "other_school": NONE, "curator": SENT, "other_curator": NONE, "expert": SENT,
    "other_expert": NONE, "coordinator": SENT, "chief": SENT, "methodist": NONE, "observer": RELEASED,
    "municipal_admin": NONE,
}  # fmt: skip
WRITERS = frozenset({"curator", "expert", "coordinator"})
INSIDERS = frozenset({"curator", "expert", "coordinator", "chief"})
EXAMINED = frozenset({State.EXPERTISE}) | RELEASED


def test_each_role_sees_its_packages_in_their_states(cast: dict[str, Actor]) -> None:
    for role in ROLES:
        with acting_as(cast[role]):
            assert set(session.scalars(select(Package.state))) == PACKAGES[role], role


def test_files_not_sent_yet_are_the_schools_alone(estates: Estates, cast: dict[str, Actor]) -> None:
    for role in ROLES:
        expected = {
            file.id
            for state in PACKAGES[role]
            for dossier in [estates.own.dossiers[state]]
            for file in (
                [dossier.sent_file, dossier.draft_file] if role in {"school", "head"} else [dossier.sent_file]
            )
        }
        with acting_as(cast[role]):
            assert set(session.scalars(select(PackageFile.id))) == expected, role


def test_a_remark_in_writing_belongs_to_those_who_write_them(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    for role in ROLES:
        dossiers = [estates.own.dossiers[state] for state in PACKAGES[role]]
        expected = {one.published.id for one in dossiers}
        if role in WRITERS:
            expected |= {one.unpublished.id for one in dossiers}
        with acting_as(cast[role]):
            assert set(session.scalars(select(Remark.id))) == expected, role


def test_an_internal_message_is_for_insiders(cast: dict[str, Actor]) -> None:
    for role in ROLES:
        expected = set(Audience) if role in INSIDERS else {Audience.EVERYONE} if PACKAGES[role] else set()
        with acting_as(cast[role]):
            assert set(session.scalars(select(Message.audience))) == expected, role


def test_nothing_of_an_expertise_is_seen_before_release_but_by_its_people(cast: dict[str, Actor]) -> None:
    for role in ROLES:
        expected = (EXAMINED if role in {"coordinator", "expert"} else RELEASED) & PACKAGES[role]
        with acting_as(cast[role]):
            for model in (Expertise, Mark, Verdict):
                seen = select(Package.state).join(model, model.package_id == Package.id)
                assert set(session.scalars(seen)) == expected, (role, model)


def test_an_expert_sees_no_other_experts_marks_before_the_release(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    dossier = estates.own.dossiers[State.EXPERTISE]
    assert dossier.expertise is not None
    with system_scope("another expert"), transaction():
        session.execute(update(Expertise).where(Expertise.id == dossier.expertise.id).values(
            examiner_id=cast["other_expert"].user_id))  # fmt: skip
        session.execute(update(Verdict).where(Verdict.expertise_id == dossier.expertise.id).values(
            decided_by_id=cast["other_expert"].user_id))  # fmt: skip
    with acting_as(cast["expert"]):
        for model in (Expertise, Mark, Verdict):
            mine = select(model.id).where(model.package_id == dossier.package.id)  # type: ignore[attr-defined]
            assert session.scalars(mine).all() == [], model


@pytest.mark.parametrize("shown", [True, False])
def test_a_school_sees_scores_where_its_municipality_shows_them(
    estates: Estates, cast: dict[str, Actor], shown: bool
) -> None:
    with system_scope("setting"), transaction():
        session.execute(
            update(Municipality).where(Municipality.id == estates.own.place.id).values(show_scores=shown)
        )
    with acting_as(cast["head"]):
        assert bool(session.scalars(select(Mark.id)).all()) is shown
        assert session.scalars(select(Verdict.id)).all(), "the verdict itself is always told"


def test_decisions_on_files_are_told_when_the_curator_has_finished(cast: dict[str, Actor]) -> None:
    states = select(Package.state).join(FileCheck, FileCheck.package_id == Package.id)
    with acting_as(cast["school"]):
        assert set(session.scalars(states)) == ALL - {State.CURATOR_REVIEW}
    with acting_as(cast["curator"]):
        assert State.CURATOR_REVIEW in set(session.scalars(states))


def test_reports_of_stages_and_conclusions_have_their_readers(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    stage, conclusion, place = estates.own.report.id, estates.own.conclusion.id, estates.own.place.id
    with system_scope("the report on a roadmap"):
        on_roadmap = session.scalars(
            select(Report.id).where(Report.kind == ReportKind.ROADMAP, Report.municipality_id == place)
        ).one()
    everything, conclusions = {stage, conclusion, on_roadmap}, {conclusion}
    readers = {"coordinator": everything, "chief": everything}
    readers |= {role: conclusions for role in ("school", "head", "curator", "expert")}
    for role in ROLES:
        with acting_as(cast[role]):
            assert set(session.scalars(select(Report.id))) == readers.get(role, set()), role


def test_a_curator_reads_the_diary_they_asked_for_and_nobody_elses(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    with system_scope("diaries"), transaction():
        for who in (cast["curator"], cast["coordinator"]):
            session.add(Report(
                municipality_id=estates.own.place.id, number=f"К-{who.user_id}", kind=ReportKind.DIARY, title="Дневник",
                request_key=f"diary:{who.user_id}", requested_by_id=who.user_id, requested_by_name=who.name,
            ))  # fmt: skip
    mine = select(Report.requested_by_id).where(Report.kind == ReportKind.DIARY)
    with acting_as(cast["curator"]):
        assert session.scalars(mine).all() == [cast["curator"].user_id]
    with acting_as(cast["coordinator"]):
        assert len(session.scalars(mine).all()) == 2
    for role in ("school", "head", "expert", "observer"):
        with acting_as(cast[role]):
            assert session.scalars(mine).all() == []


def test_a_region_reads_a_report_once_it_is_accepted_and_a_school_no_unfinished_conclusion(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    with system_scope("accepted"), transaction():
        session.execute(update(Report).where(Report.id == estates.own.report.id).values(accepted_at=now()))
        session.execute(
            update(Report).where(Report.id == estates.foreign.report.id).values(accepted_at=now())
        )
        session.execute(
            update(Report).where(Report.id == estates.own.conclusion.id).values(state=ReportState.BUILDING)
        )
    with acting_as(cast["observer"]):
        assert session.scalars(select(Report.id)).all() == [estates.own.report.id]
    with acting_as(cast["school"]):
        assert session.scalars(select(Report.id)).all() == []


def test_an_expert_taken_off_a_package_no_longer_finds_it(estates: Estates, cast: dict[str, Actor]) -> None:
    from webapp.models import ExpertAssignment

    with system_scope("taken off"), transaction():
        session.execute(delete(ExpertAssignment).where(ExpertAssignment.user_id == cast["expert"].user_id))
    with acting_as(cast["expert"]):
        for model in (Package, PackageFile, Message, Remark, Expertise, Mark, School):
            assert session.scalars(select(model)).all() == [], model


# --- periods -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "seen"),
    [
        (0, None, True),
        (1, None, False),
        (-9, -1, False),
        (-9, 0, True),
        (0, 0, True),
        (-9, 9, True),
        (1, 9, False),
    ],
)
def test_a_curator_sees_a_school_from_the_first_to_the_last_day(
    town: World, since: int, until: int | None, seen: bool
) -> None:
    package = make.package(town.school_3.school, town.stage, state=State.CURATOR_REVIEW)
    newcomer = make.person("Новикова Вера Петровна", "curator", municipality=town.municipality)
    day = town.today
    make.curatorship(
        newcomer,
        town.school_3.school,
        since=day + timedelta(days=since),
        until=None if until is None else day + timedelta(days=until),
    )
    with acting_as(newcomer):
        assert (session.scalars(select(Package.id)).all() == [package.id]) is seen
        assert (session.scalars(select(School.id)).all() == [town.school_3.school.id]) is seen


def test_the_day_is_the_municipalitys_not_the_servers(town: World) -> None:
    """Kiritimati and Pago Pago are 25 hours apart: it is never the same day in both."""
    ahead, behind = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
    make.package(town.school_3.school, town.stage, state=State.CURATOR_REVIEW)
    newcomer = make.person("Новикова Вера Петровна", "curator", municipality=town.municipality)
    make.curatorship(newcomer, town.school_3.school, since=now().astimezone(ahead).date())
    with acting_as(replace(newcomer, zone=ahead.key)):
        assert len(session.scalars(select(Package.id)).all()) == 1
    with acting_as(replace(newcomer, zone=behind.key)):
        assert session.scalars(select(Package.id)).all() == []


def test_a_curator_of_a_direction_alone_does_not_see_the_schools_packages(town: World) -> None:
    make.package(town.school_3.school, town.stage, state=State.CURATOR_REVIEW)
    newcomer = make.person("Новикова Вера Петровна", "curator", municipality=town.municipality)
    make.curatorship(newcomer, town.school_3.school, direction="maths")
    with acting_as(newcomer):
        assert session.scalars(select(Package.id)).all() == []
        assert len(session.scalars(select(Curatorship.id)).all()) == 1, "but his own assignment he knows"


def test_a_school_knows_its_curators_and_the_people_of_the_municipality_not_of_other_schools(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    town = estates.town
    with acting_as(cast["school"]):
        people = set(session.scalars(select(User.id)))
        assert {town.curator.user_id, town.coordinator.user_id, town.school_1.head.user_id} <= people
        assert town.school_2.head.user_id not in people
        assert set(session.scalars(select(Membership.school_id))) == {town.school_1.school.id}
        assert set(session.scalars(select(Curatorship.school_id))) == {town.school_1.school.id}


# --- the price ---------------------------------------------------------------------------------------


def test_a_repeated_question_is_compiled_once_for_everybody_of_a_role(
    estates: Estates, cast: dict[str, Actor]
) -> None:
    def ask(actor: Actor) -> None:
        with acting_as(actor):
            session.scalars(select(Package).options(selectinload(Package.files)).order_by(Package.id)).all()
            session.scalar(select(func.count()).select_from(Message))

    ask(cast["curator"])
    with compiled() as misses:
        for _ in range(100):
            ask(cast["curator"])
        ask(cast["other_curator"])
        ask(replace(cast["other_curator"], user_id=10_000))
    assert misses == []


class compiled:
    """Collects the statements the engine had to compile anew."""

    def __enter__(self) -> list[str]:
        self.misses: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.misses

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(
        self, _connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        if context.compiled is not None and context.cache_hit.name != "CACHE_HIT":
            self.misses.append(statement)


def test_the_criterion_named_by_a_statement_is_attached_and_no_other(estates: Estates) -> None:
    with acting_as(estates.town.coordinator):
        with statements() as sent:
            session.scalars(select(School.id)).all()
        assert "package" not in sent[0] and "curatorship" not in sent[0]


class statements(compiled):
    """Collects every statement."""

    def _note(
        self, _connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
    ) -> None:
        self.misses.append(statement)


def test_the_same_criterion_can_be_asked_for_one_row(estates: Estates) -> None:
    """`visible` is what notifications ask before a letter goes out."""
    package = estates.own.dossiers[State.DRAFT].package
    with system_scope("who may still see it"):
        for actor, seen in ((estates.town.school_1.head, True), (estates.town.coordinator, False)):
            mine = select(Package.id).where(Package.id == package.id, scope.visible(Package, actor))
            assert bool(session.scalars(mine).all()) is seen


def _places() -> Callable[[Any], int | None]:
    """Whose a row is, by whatever it carries: the municipality, the package, the person or the report."""
    with system_scope("places"):
        packages = dict(session.execute(select(Package.id, Package.municipality_id)).all())
        people = dict(session.execute(select(Membership.user_id, Membership.municipality_id)).all())

    def place(row: Any) -> int | None:
        if isinstance(row, Municipality):
            return row.id
        for key, table in (("package_id", packages), ("user_id", people)):
            if not getattr(row, "municipality_id", None) and hasattr(row, key):
                return table.get(getattr(row, key))
        return people.get(row.id) if isinstance(row, User) else getattr(row, "municipality_id", None)

    return place
