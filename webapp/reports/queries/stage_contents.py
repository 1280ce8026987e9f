"""The stage report as values to be printed: gathered from one snapshot, counted once (САЯ 11, 12, 26; BZ-07)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.formatting import number_ru, percent_ru
from webapp.models import Recommendation as Advice
from webapp.models import Report
from webapp.printing.contents import (
    AppendixPackage,
    Approval,
    Deadline,
    FileLine,
    GeneralFacts,
    MarkMeaning,
    PackageCount,
    Parameters,
    Person,
    Recommendation,
    Requisites,
    SchoolCounts,
    SchoolResult,
    Score,
    StageReport,
    Threshold,
    VerdictCount,
    ZoneRange,
)
from webapp.recommendations import queries as recommendations
from webapp.reports.queries import measures, typical
from webapp.reports.queries.judged import Judged, judged, sheet_title
from webapp.reports.queries.official import moment, natural, organisation, provenance, signed_name
from webapp.reports.queries.stage_rows import PackageLine, StageRows, stage_rows
from workflows.dates import deadline_instant
from workflows.kinds import KINDS
from workflows.reconciliation import agreement
from workflows.sheet import Thresholds
from workflows.verdicts import MarkValue, VerdictKind, Zone
from workflows.vocabulary import State

SUBJECTS = {
    "concept": "концептуальных документов",
    "evidence1": "подтверждающих документов исполненных мероприятий антирисковых программ "
    "в рамках 1-го этапа наступления позитивных изменений",
    "evidence2": "подтверждающих документов исполненных мероприятий антирисковых программ "
    "в рамках 2-го этапа наступления позитивных изменений",
    "development": "программ развития",
    "effective_mode": "программ перевода школ в эффективный режим работы",
}
"""How the title to the text names what was examined, by kind of package."""
ORDER = (
    "До начала экспертизы каждый пакет проверил куратор школы. Экспертизу проводило лицо, "
    "не участвовавшее в проверке пакета и не работающее в школе, представившей пакет.",
    "По каждому критерию экспертного листа выставлена отметка. Критерий с отметкой «Не применимо» исключён "
    "из возможного максимума. Заключение вынесено по доле набранных баллов и отметкам по блокирующим критериям.",
)
SCALE = ((MarkValue.TWO, "2"), (MarkValue.ONE, "1"), (MarkValue.ZERO, "0"), (MarkValue.NOT_APPLICABLE, "н/п"))
ABSENCE = {State.WITHDRAWN: "Пакет отозван школой.", State.DRAFT: "Пакет начат, но не направлен."}
NOT_BEGUN = "Пакет не начат."


def stage_contents(report: Report, signatory: Person, at: datetime) -> StageReport:
    """Return the whole report as of `at`, sealed. Call it inside a snapshot; twelve to fifteen statements."""
    rows = stage_rows(report.stage_id or 0)
    found = judged(rows.stage.id)
    remarks = typical.remark_lines(rows.stage.id)
    return StageReport(
        requisites=_requisites(report, rows, signatory, at),
        general=_general(rows, found),
        parameters=_parameters(found),
        results=tuple(_result(package, rows) for package in rows.presented()),
        verdicts=_verdict_counts(rows),
        measures=measures.measure_results(rows, found),
        changes=measures.risk_changes(rows),
        criteria=found.criteria(),
        typical_remarks=typical.typical_remarks(remarks),
        conclusions=tuple(line.strip() for line in report.conclusion.splitlines() if line.strip()),
        recommendations=(*_addressed(rows), *typical.recommendations(remarks)),
        deadlines=_deadlines(rows),
        appendix=tuple(_appendix(package, rows) for package in rows.presented()),
        provenance=provenance(at, rows.municipality, f"/reports/{report.number}", report.code),
    ).sealed()


def heading(kinds: Iterable[str]) -> str:
    """Return the title to the text: «по итогам содержательной экспертизы концептуальных документов»."""
    subjects = [
        SUBJECTS.get(kind) or f"пакетов «{KINDS[kind].title if kind in KINDS else kind}»" for kind in kinds
    ]
    return f"по итогам содержательной экспертизы {', '.join(subjects) or 'документов школ'}"


def _requisites(report: Report, rows: StageRows, signatory: Person, at: datetime) -> Requisites:
    place = rows.municipality
    return Requisites(
        organisation=organisation(place),
        document_kind="Отчёт",
        number=report.number,
        issued_on=at.astimezone(ZoneInfo(place.zone)).date(),
        place=place.place,
        heading=heading(rows.kinds),
        signatories=(signatory,),
        approval=Approval(place.chief_post, signed_name(rows.chief)),
    )


def _addressed(rows: StageRows) -> tuple[Recommendation, ...]:
    """Return the recommendations addressed to schools, with what became of each by now (К39)."""
    zone = ZoneInfo(rows.municipality.zone)
    return tuple(
        Recommendation(row.school.short_name, f"{row.text} ({_fate(row, zone)})", row.due_on)
        for row in recommendations.of_stage(rows.stage.id)
    )


def _fate(row: Advice, zone: ZoneInfo) -> str:
    told = [row.state.label.lower()]
    if row.received_at is not None:
        told.append(f"получена {row.received_at.astimezone(zone):%d.%m.%Y}")
    if row.reported_at is not None:
        told.append(f"отчёт школы {row.reported_at.astimezone(zone):%d.%m.%Y}: {row.report}")
    return "; ".join(told)


def _general(rows: StageRows, found: Judged) -> GeneralFacts:
    stage, place = rows.stage, rows.municipality
    zone = ZoneInfo(place.zone)
    opens = deadline_instant(stage.opens_on - timedelta(days=1), zone) + timedelta(seconds=1)
    came = {(package.school_id, package.kind) for package in rows.presented()}
    return GeneralFacts(
        programme=rows.programme.title,
        stage=stage.title,
        opens=moment(opens, place),
        closes=moment(rows.closes, place),
        grounds=tuple(text for text in (stage.order_requisites, rows.programme.basis) if text),
        composition=tuple(
            PackageCount(
                KINDS[kind].title if kind in KINDS else kind,
                len(rows.schools),
                sum(1 for _school, came_kind in came if came_kind == kind),
            )
            for kind in rows.kinds
        ),
        reviewers=tuple(sorted(found.examiners.values(), key=lambda one: (one.name, one.post))),
        schools=_school_counts(rows, came),
    )


def _school_counts(rows: StageRows, came: set[tuple[int, str]]) -> SchoolCounts:
    """A school has presented when every package due from it came; it was late when one of them was."""
    whole = {school for school in rows.schools if all((school, kind) in came for kind in rows.kinds)}
    late = {package.school_id for package in rows.presented() if rows.is_late(package)} & whole
    return SchoolCounts(len(rows.schools), len(whole), len(late), len(rows.schools) - len(whole))


def _agreement(found: Judged) -> tuple[str, ...]:
    """Return how well two experts agreed over the stage, as a paragraph; nothing where nobody examined in pairs."""
    if not found.joint:
        return ()
    how = agreement(found.pairs)
    chance = (
        f", каппа Коэна с линейными весами {number_ru(float(how.kappa), 2)}" if how.kappa is not None else ""
    )
    return (
        f"Пакетов, которые независимо рассмотрели два эксперта: {found.joint}. Отметки совпали в {how.equal} случаях "
        f"из {how.compared} ({percent_ru(float(how.share or 0) * 100)}), на два балла разошлись в {how.far}{chance}. "
        "Каждое расхождение решил муниципальный координатор с обоснованием.",
    )


def _parameters(found: Judged) -> Parameters:
    sheets = sorted(found.sheets.values(), key=lambda edition: (edition.title, edition.edition))
    several = len(set(found.thresholds.values())) > 1
    codes = list(found.thresholds) if several else list(found.thresholds)[:1]
    return Parameters(
        order=(*ORDER, *_agreement(found)),
        sheets=tuple(sheets),
        scale=tuple(MarkMeaning(sign, value.label) for value, sign in SCALE),
        thresholds=tuple(
            Threshold(f"{sheet_title(code)}: {verdict.label}" if several else verdict.label, condition)
            for code in codes
            for verdict, condition in _conditions(found.thresholds[code])
        ),
        zones=tuple(
            ZoneRange(f"{sheet_title(code)}: {zone.label}" if several else zone.label, words)
            for code in codes
            for zone, words in _zones(found.thresholds[code])
        ),
    )


def _conditions(bounds: Thresholds) -> tuple[tuple[VerdictKind, str], ...]:
    no_zero = "нет отметки 0 по блокирующему критерию"
    return (
        (VerdictKind.CONFORMS, f"не менее {bounds.accept} % баллов и {no_zero}"),
        (
            VerdictKind.WITH_REMARKS,
            f"не менее {bounds.remarks} %, но менее {bounds.accept} % баллов и {no_zero}",
        ),
        (
            VerdictKind.REWORK,
            f"не менее {bounds.rework} %, но менее {bounds.remarks} % баллов либо отметка 0 по блокирующему критерию",
        ),
        (VerdictKind.FAILS, f"менее {bounds.rework} % баллов"),
    )


def _zones(bounds: Thresholds) -> tuple[tuple[Zone, str], ...]:
    return (
        (Zone.GREEN, f"{bounds.green} % и более"),
        (Zone.YELLOW, f"не менее {bounds.yellow} %, но менее {bounds.green} %"),
        (Zone.RED, f"менее {bounds.yellow} %"),
    )


def _result(package: PackageLine, rows: StageRows) -> SchoolResult:
    return SchoolResult(
        school=package.school,
        package_number=package.number,
        kind_title=package.kind_title,
        verdict=package.verdict.label if package.verdict else "",
        score=_score(package),
        rounds=package.round,
        is_late=rows.is_late(package),
        placed_on=package.placed_on,
    )


def _score(package: PackageLine) -> Score | None:
    if (
        package.verdict is None
        or package.percent is None
        or package.points is None
        or package.maximum is None
    ):
        return None
    return Score(
        package.points, package.maximum, package.percent, package.zone.label.lower() if package.zone else ""
    )


def _verdict_counts(rows: StageRows) -> tuple[VerdictCount, ...]:
    verdicts = [package.verdict for package in rows.presented() if package.verdict]
    return (
        tuple(VerdictCount(verdict.label, verdicts.count(verdict)) for verdict in VerdictKind)
        if verdicts
        else ()
    )


def _deadlines(rows: StageRows) -> tuple[Deadline, ...]:
    """Packages that did not come and packages that came late, by school in the order of the kinds."""
    known = {(package.school_id, package.kind): package for package in rows.packages}
    found = []
    for school_id, school in sorted(rows.schools.items(), key=lambda pair: natural(pair[1])):
        for kind in rows.kinds:
            title = KINDS[kind].title if kind in KINDS else kind
            package = known.get((school_id, kind))
            if package is None or not package.presented:
                reason = ABSENCE.get(package.state, NOT_BEGUN) if package else NOT_BEGUN
                found.append(Deadline(school, title, None, reason))
            elif rows.is_late(package) and package.sent_at:
                found.append(
                    Deadline(school, title, moment(package.sent_at, rows.municipality), package.late_reason)
                )
    return tuple(found)


def _appendix(package: PackageLine, rows: StageRows) -> AppendixPackage:
    titles = {slot.code: slot.title for slot in rows.slots.get(package.id, ())}
    return AppendixPackage(
        number=package.number,
        school=package.school,
        kind_title=package.kind_title,
        version=package.version or 0,
        files=tuple(
            FileLine(titles.get(file.slot, "Другие файлы"), file.name, file.size, file.sha256)
            for file in rows.files.get(package.id, ())
        ),
    )
