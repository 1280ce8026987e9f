"""What must be true of the whole database and store at any time: `flask doctor` asks, so may every test.

Each check is one line of the table: a name for machines, a title for the operator, a function that finds what
breaks it. A check reads, it never repairs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.invariants import expertise, files, packages, people, work
from webapp.invariants.violation import Violation

__all__ = ["CHECKS", "Check", "Finding", "Violation", "examine"]

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant. `deep` ones read every stored byte and are asked for outright."""

    name: str
    title: str
    find: Callable[[], Iterable[Violation]]
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `count` violations, the first hundred of them named."""

    name: str
    title: str
    count: int
    violations: tuple[Violation, ...]


CHECKS: tuple[Check, ...] = (
    Check("files.present", "У каждого файла есть содержимое", files.rows_without_bytes),
    Check("files.owned", "В хранилище нет лишнего старше двух суток", files.bytes_without_row),
    Check("files.whole", "Содержимое файлов не изменилось", files.damaged, deep=True),
    Check("versions.files", "Файлы редакции принадлежат её пакету", files.foreign_version_files),
    Check("versions.filled", "В каждой редакции есть файлы", files.empty_versions),
    Check("packages.route", "Состояние и ход соответствуют маршруту", packages.off_route),
    Check("packages.sent", "У направленного пакета есть редакция", packages.sent_without_version),
    Check("packages.version", "Текущая редакция принадлежит пакету и его кругу", packages.foreign_version),
    Check("packages.place", "Школа, этап и проект одного муниципалитета", packages.mixed_places),
    Check("packages.rounds", "Число возвратов не больше разрешённого", packages.too_many_rounds),
    Check("packages.duties", "Подтвердивший пакет не проводит его экспертизу", packages.confirmer_examines),
    Check("packages.numbers", "Номера пакетов по порядку и без повторов", packages.numbers_ahead),
    Check("expertise.version", "Экспертиза относится к редакции своего пакета", expertise.foreign_expertise),
    Check("verdicts.belong", "Вердикт, экспертиза и редакция связаны", expertise.foreign_verdict),
    Check("verdicts.state", "Состояние пакета следует из вердикта", expertise.state_against_verdict),
    Check(
        "verdicts.single", "У редакции не больше одного направленного вердикта", expertise.several_released
    ),
    Check("remarks.dated", "У направленных замечаний есть срок", expertise.undated_remarks),
    Check("remarks.answered", "Перед отправкой отвечено на каждое замечание", expertise.unanswered_remarks),
    Check("remarks.belong", "Замечание относится к файлам своего пакета", expertise.foreign_remarks),
    Check("people.memberships", "Роль назначена там, где она возможна", people.misplaced_memberships),
    Check("people.curators", "Куратор закреплён за школой своего муниципалитета", people.foreign_curators),
    Check("people.experts", "Эксперт не подтверждал пакет и не из этой школы", people.partial_experts),
    Check("people.sessions", "Истёкшие сеансы завершены", people.expired_sessions),
    Check("work.deliveries", "Нет невыполненных заданий", work.failed_deliveries),
    Check("work.outbox", "События обрабатываются вовремя", work.stale_outbox),
    Check("work.seals", "Электронные печати действуют", work.seals_out_of_force),
    Check("work.journal", "Цепочка журнала действий цела", work.broken_journal),
)


def examine(*, deep: bool = False) -> tuple[Finding, ...]:
    """Run every check and return those that found something, in the order of the table."""
    findings = []
    with system_scope("doctor"):
        for check in CHECKS:
            if check.deep and not deep:
                continue
            found = tuple(check.find())
            session.rollback()
            if found:
                findings.append(Finding(check.name, check.title, len(found), found[:SHOWN]))
    return tuple(findings)
