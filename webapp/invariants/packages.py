"""Packages against their route, their place, their rounds."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from webapp.database import session
from webapp.invariants.violation import Violation
from webapp.models import Expertise, Municipality, NumberSequence, Package, Programme, School, Stage, Version
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import State

NEVER_SENT = (State.DRAFT, State.WITHDRAWN)
"""A withdrawn package was sent once, a resumed one is a draft with a version; neither must have one."""


def off_route() -> Iterator[Violation]:
    """Packages of unknown kinds, in states their route lacks, or with somebody else's turn."""
    rows = session.execute(select(Package.id, Package.number, Package.kind, Package.state, Package.turn))
    for _id, number, kind, state, turn in rows:
        if kind not in KINDS:
            yield Violation(f"package {number}", f"Вид «{kind}» неизвестен.")
            continue
        route = route_of(kind)
        if state not in route.states:
            yield Violation(f"package {number}", f"Состояния «{state}» нет в маршруте «{route.code}».")
        elif route.turn[state] is not turn:
            yield Violation(
                f"package {number}", f"Ход за «{turn}», а в состоянии «{state}» – «{route.turn[state]}»."
            )


def sent_without_version() -> Iterator[Violation]:
    lacking = or_(Package.current_version_id.is_(None), Package.sent_at.is_(None))
    numbers = select(Package.number).where(Package.state.not_in(NEVER_SENT), lacking).order_by(Package.id)
    for number in session.scalars(numbers):
        yield Violation(f"package {number}", "Пакет направлен, а редакции или времени направления нет.")


def foreign_version() -> Iterator[Violation]:
    rows = session.execute(
        select(Package.number, Version.id)
        .join(Version, Version.id == Package.current_version_id)
        .where(or_(Version.package_id != Package.id, Version.round != Package.round))
        .order_by(Package.id)
    )
    for number, version_id in rows:
        yield Violation(
            f"package {number}", f"Текущая редакция {version_id} другого пакета или другого круга."
        )


def mixed_places() -> Iterator[Violation]:
    own = Package.municipality_id
    numbers = (
        select(Package.number)
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .join(Programme, Programme.id == Package.programme_id)
        .where(
            or_(
                School.municipality_id != own,
                Stage.municipality_id != own,
                Programme.municipality_id != own,
                Stage.programme_id != Package.programme_id,
            )
        )
        .order_by(Package.id)
    )
    for number in session.scalars(numbers):
        yield Violation(f"package {number}", "Школа, этап или проект другого муниципалитета или проекта.")


def too_many_rounds() -> Iterator[Violation]:
    limit = Municipality.rounds_limit + Package.extra_rounds
    rows = session.execute(
        select(Package.number, Package.returns, limit)
        .join(Municipality, Municipality.id == Package.municipality_id)
        .where(Package.returns > limit)
        .order_by(Package.id)
    )
    for number, returns, allowed in rows:
        yield Violation(f"package {number}", f"Возвратов {returns}, разрешено {allowed}.")


def confirmer_examines() -> Iterator[Violation]:
    rows = session.execute(
        select(Package.number, Package.id)
        .outerjoin(Expertise, Expertise.version_id == Package.current_version_id)
        .where(
            or_(
                Package.confirmed_by_id == Package.examiner_id,
                Package.confirmed_by_id == Expertise.examiner_id,
            )
        )
        .order_by(Package.id)
        .distinct()
    )
    for number, _id in rows:
        yield Violation(f"package {number}", "Пакет подтвердил и рассматривает один человек.")


def numbers_ahead() -> Iterator[Violation]:
    """Numbers outside their series: of a foreign place, unreadable, or above the last one given out."""
    rows = session.execute(
        select(Package.number, Municipality.code, Package.municipality_id)
        .join(Municipality, Municipality.id == Package.municipality_id)
        .order_by(Package.id)
    ).all()
    last = _last_numbers()
    for number, code, municipality_id in rows:
        series, _, serial = number.removeprefix(f"{code}-").rpartition("-")
        if not number.startswith(f"{code}-") or not (series.isdigit() and serial.isdigit()):
            yield Violation(f"package {number}", f"Номер не из ряда муниципалитета «{code}».")
        elif int(serial) > last.get((municipality_id, f"package-{series}"), 0):
            yield Violation(
                f"package {number}", "Номер больше последнего выданного: следующий может повториться."
            )


def _last_numbers() -> dict[tuple[int, str], int]:
    """Return the last number given out in each series of each municipality."""
    rows = session.execute(select(NumberSequence.municipality_id, NumberSequence.series, NumberSequence.last))
    return {(municipality_id, series): last for municipality_id, series, last in rows}
