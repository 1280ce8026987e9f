"""The page of one package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for
from wtforms.fields.choices import SelectChoice

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.dossier import queries
from webapp.dossier.queries import Dossier, FileLine, StreamItem
from webapp.formatting import date_ru, datetime_ru, fio_for, fio_short, removed_ru
from webapp.models import PackageFile, School, Stage, User
from webapp.packages.pages.conclusion import SheetSummary, sheet_summary
from webapp.packages.pages.parts import (
    CHANGE_TAGS,
    FILE_ICONS,
    Fact,
    Head,
    Tag,
    curator_names,
    explained,
    file_meta,
    head,
)
from webapp.packages.pages.remarks import RemarkItem, ToCheck, remark_item, to_check
from webapp.packages.pages.route import StepButton, StripStep, step_button, strip
from webapp.packages.pages.stream import AudienceButton, Entry, audiences, entry
from webapp.tables import TabItem
from workflows.dictionaries.return_reasons import PERSONAL_DATA
from workflows.kinds import KINDS
from workflows.vocabulary import SCHOOL_ROLES, FileDecision, Role, State, Toned, Turn

SECONDARY = frozenset({"withdraw", "resume", "reopen", "include", "place"})
"""Steps that are never the next thing to do."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file row with what this reader may do with it."""

    id: str
    number: int
    icon: str
    name: str
    url: str
    meta: tuple[str, ...]
    warning: str
    tag: Tag | Toned | None
    viewed: bool | None
    viewed_url: str
    download_url: str
    check_url: str
    changes_url: str
    """What changed since the version before; '' for a new file, or an unchanged one."""
    changes_since: int
    slot: str


@dataclass(frozen=True, slots=True)
class PackagePage:
    number: str
    head: Head
    steps: tuple[StripStep, ...]
    files: tuple[FileItem, ...]
    viewed: int
    buttons: tuple[StepButton, ...]
    primary: StepButton | None
    remarks: tuple[RemarkItem, ...]
    to_check: ToCheck | None
    """What of the rounds before waits for this person, before anything else."""
    entries: tuple[Entry, ...]
    audiences: tuple[AudienceButton, ...]
    facts: tuple[Fact, ...]
    explanations: tuple[Fact, ...]
    summary: SheetSummary | None
    assembling: bool
    seen: int


def package_page(found: Dossier, actor: Actor, items: tuple[StreamItem, ...]) -> PackagePage:
    """Return everything the page of a package shows to this person."""
    zone = ZoneInfo(actor.zone)
    lines = found.shown_files(actor.role)
    files = tuple(file_item(found, line, actor, zone) for line in lines)
    on_its_way = found.package.held_until is not None and actor.role not in SCHOOL_ROLES
    offered = () if on_its_way else queries.steps_for(found, actor)
    buttons = tuple(step_button(found.package.number, step, lacks) for step, lacks in offered)
    ready = [button for button in buttons if not button.lacks and button.action not in SECONDARY]
    return PackagePage(
        number=found.package.number,
        head=head(found, zone),
        steps=strip(found, actor, zone),
        files=files,
        viewed=sum(1 for line in lines if line.viewed),
        buttons=buttons,
        primary=ready[0] if ready else None,
        remarks=tuple(remark_item(found, remark, actor, zone) for remark in found.remarks),
        to_check=to_check(found, actor),
        entries=tuple(entry(item, actor, zone) for item in items),
        audiences=audiences(actor),
        facts=package_facts(found, actor, zone),
        explanations=explained(found.version) if found.version else (),
        summary=sheet_summary(found, actor),
        assembling=found.assembling and actor.role in SCHOOL_ROLES,
        seen=found.package.seen,
    )


def tabs(found: Dossier, current: str) -> tuple[TabItem, ...]:
    number, version = found.package.number, found.version
    return (
        TabItem("Пакет", url_for("packages.show", number=number), None, current == "show"),
        TabItem(
            "Замечания", url_for("remarks.ledger", number=number), len(found.remarks), current == "remarks"
        ),
        TabItem("Редакции", url_for("packages.versions", number=number), version.number if version else 0),
        TabItem("История", url_for("packages.history", number=number)),
    )


def extras(found: Dossier, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the rarer acts this person may do, by role and state."""
    package, number = found.package, found.package.number
    offers = (
        *_of_experts(found, actor),
        (
            P.READ_PACKAGES,
            bool(found.kind.evidence_stage),
            "Матрица подтверждений",
            "evidence.matrix",
        ),
        (P.READ_PACKAGES, bool(found.files), "Сверка документов", "packages.cross"),
        (P.READ_COPIES, bool(found.files), "Похожие документы", "copies.overview"),
        (
            P.READ_PACKAGES,
            package.state is State.CURATOR_RETURNED or package.verdict is not None,
            "Письмо школе",
            "letters.show",
        ),
        (
            P.ALLOW_LATE,
            package.turn in {Turn.CURATOR, Turn.EXPERT},
            "Разрешить ещё один возврат",
            "packages.extra_round",
        ),
        (
            P.EXPORT_PACKAGES,
            package.confirmed_at is not None,
            "Скачать пакет архивом (ZIP)",
            "papers.archive",
        ),
        (P.BUILD_REPORTS, package.sent_at is not None, "Собрать досье (ZIP)", "dossiers.of_package"),
        (
            P.READ_PACKAGES,
            package.sent_at is not None and actor.role in SCHOOL_ROLES,
            "Скачать расписку (PDF)",
            "papers.receipt",
        ),
    )
    open_ones = [
        (label, url_for(endpoint, number=number))
        for permission, now_open, label, endpoint in offers
        if now_open and may(actor.role, permission)
    ]
    if may(actor.role, P.READ_JOURNAL):
        open_ones.append(
            ("Журнал действий с пакетом", url_for("journals.register", kind="package", object=number))
        )
    return tuple(open_ones)


def conflict_link(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return where those who judge schools may say that they may not judge one."""
    if actor.role not in {Role.CURATOR, Role.EXPERT}:
        return ()
    return (("Заявить о конфликте интересов", url_for("experts.conflicts")),)


def _of_experts(found: Dossier, actor: Actor) -> tuple[tuple[P, bool, str, str], ...]:
    package = found.package
    early = package.state in {State.CURATOR_REVIEW, State.ADMITTED, State.EXPERTISE}
    return (
        (P.ASSIGN_EXPERTS, early, "Назначить эксперта", "packages.experts"),
        (
            P.EXAMINE,
            package.joint and _compared(found, actor),
            "Листы двух экспертов рядом",
            "expertise.reconciliation",
        ),
        (
            P.EXAMINE,
            actor.role is Role.EXPERT and early and not _began(found, actor),
            "Отказаться от экспертизы",
            "packages.decline",
        ),
    )


def _began(found: Dossier, actor: Actor) -> bool:
    """The person has a sheet of this version, so that the package is theirs to finish."""
    sheet = found.expertise
    return sheet is not None and sheet.examiner_id == actor.user_id


def _compared(found: Dossier, actor: Actor) -> bool:
    """Some sheet was handed in, and this person may read it beside the other."""
    apart = actor.role is Role.EXPERT and found.package.state is State.EXPERTISE
    return not apart and any(one.current and one.handed_in_at for one in found.team)


def due_choices(dues: Sequence[tuple[Stage, str]]) -> list[SelectChoice]:
    return [
        SelectChoice(f"{stage.slug}:{kind}", f"{stage.title}: {KINDS[kind].title}") for stage, kind in dues
    ]


def school_choices(schools: Sequence[School]) -> list[SelectChoice]:
    return [SelectChoice(school.slug, school.short_name) for school in schools]


def expert_choices(people: Sequence[User], load: Mapping[int, int]) -> list[SelectChoice]:
    """Return the people who may be named, each with how many packages they already have."""
    return [
        SelectChoice(
            person.id,
            f"{person.name}{', ' + person.post if person.post else ''}, на экспертизе: {load.get(person.id, 0)}",
        )
        for person in people
    ]


def file_item(found: Dossier, line: FileLine, actor: Actor, zone: ZoneInfo) -> FileItem:
    number, file = found.package.number, line.file
    slot = next((slot.title for slot in found.slots if slot.code == file.slot), "Другие файлы")
    decided = line.check.decision if line.check else None
    tag: Tag | Toned | None = Tag(*CHANGE_TAGS[line.change]) if line.change in CHANGE_TAGS else None
    if decided is FileDecision.RETURNED:
        tag = Tag("warn", "undo-2", "Возвращён")
    elif decided is FileDecision.CONFIRMED:
        tag = Tag("ok", "circle-check", "Подтверждён")
    checks = actor.role is Role.CURATOR and found.package.state is State.CURATOR_REVIEW
    gone = removed_ru(file.removed_at, file.removed_by_name, zone)
    reader = may(actor.role, P.MARK_VIEWED)
    return FileItem(
        id=f"file-{file.number}",
        number=file.number,
        icon=FILE_ICONS.get(file.kind, "file"),
        name=file.name,
        url=url_for("packages.file", number=number, file=file.number),
        meta=(slot, *file_meta(file)),
        warning=gone or _asked_to_remove(found, file, actor) or _changed(line, reader=reader),
        tag=tag,
        viewed=line.viewed if reader else None,
        viewed_url=url_for("packages.viewed", number=number, file=file.number),
        download_url="" if gone else url_for("packages.original", number=number, file=file.number),
        check_url=url_for("packages.check", number=number, file=file.number) if checks else "",
        changes_url=url_for("comparisons.compare", number=number, file=file.number)
        if line.change == "changed" and not gone
        else "",
        changes_since=found.version.number - 1 if found.version else 0,
        slot=file.slot,
    )


def _changed(line: FileLine, *, reader: bool) -> str:
    return "Изменён после вашего просмотра" if reader and line.changed_since_viewed else ""


def _asked_to_remove(found: Dossier, file: PackageFile, actor: Actor) -> str:
    """Return what a return asks the coordinator to decide about a file; '' for everyone else."""
    asked = any(one.file_id == file.id and one.reason == PERSONAL_DATA for one in found.remarks)
    return (
        "Просят удалить содержимое: персональные данные"
        if asked and may(actor.role, P.REMOVE_CONTENT)
        else ""
    )


def package_facts(found: Dossier, actor: Actor, zone: ZoneInfo) -> tuple[Fact, ...]:
    package, version = found.package, found.version
    curators = ", ".join(curator_names(found))
    seen = may(actor.role, P.READ_SCHOOLS)
    school_url = url_for("schools.show", slug=package.school.slug) if seen else ""
    facts = [
        Fact("Школа", package.school.short_name, school_url),
        Fact("Номер", package.number),
        Fact("Проект", package.programme.short_title),
        Fact("Приём до", date_ru(package.stage.closes_on)),
        Fact(
            "Отправил",
            f"{fio_short(version.sent_by_name)}, {version.sent_by_role.label.lower()}" if version else "",
        ),
        Fact("Отправлено", datetime_ru(version.sent_at, zone) if version else ""),
        Fact("Куратор", curators),
        Fact("Возвратов", f"{package.returns} из {package.municipality.rounds_limit + package.extra_rounds}"),
    ]
    if package.late_reason:
        facts.append(Fact("Принят после срока", package.late_reason))
    if package.confirmed_at:
        facts.append(
            Fact(
                "Подтвердил",
                f"{fio_for(package.confirmed_by_name, package.confirmed_for_name)}, "
                f"{datetime_ru(package.confirmed_at, zone)}",
            )
        )
    if package.placed_on:
        facts.append(Fact("В ИС МЭДК", date_ru(package.placed_on), package.placed_link))
    return tuple(facts)
