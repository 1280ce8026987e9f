"""What the sheet and the conclusion show: criteria in groups with marks, score, zone, and the proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier
from webapp.expertise.pages.rounds import RoundItem
from webapp.formatting import filesize_ru, time_ru
from webapp.models import Expertise, Mark, Package
from webapp.preview import Stand, address
from webapp.suggestions import Suggestion, suggestions, text_of
from workflows.dictionaries.remark_templates import RemarkTemplate
from workflows.judgement import Judgement, judge
from workflows.kinds import KINDS
from workflows.remark_library import refs_of
from workflows.scoring import PartScore, mark_problem, measure_outcome
from workflows.sheet import Criterion, Group, Sheet
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import SCHOOL_ROLES, Toned

OPTIONS = tuple(MarkValue)
NOTE_NEEDED = frozenset({MarkValue.ZERO, MarkValue.ONE, MarkValue.NOT_APPLICABLE})
"""Marks that say nothing without words."""


@dataclass(frozen=True, slots=True)
class Library:
    """The templates of remarks, and the one an address puts into the words under a criterion."""

    templates: tuple[RemarkTemplate, ...] = ()
    criterion: str = ""
    chosen: str = ""

    def added(self, criterion: str, words: str) -> str:
        """Return the words under a criterion with the chosen template after them."""
        text = text_of(self.templates, self.chosen) if criterion == self.criterion else ""
        return "\n".join(part for part in (words, text) if part)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One expert's answer to a criterion; `take_url` takes it over, where this person decides."""

    expertise_id: int
    name: str
    mark: Toned | None
    note: str
    take_url: str


@dataclass(frozen=True, slots=True)
class CriterionItem:
    """A criterion with its mark; `id` is latin and stable, so that htmx keeps the focus."""

    id: str
    code: str
    number: str
    text: str
    hint: str
    value: str
    note: str
    note_label: str
    note_required: bool
    notes: Mapping[MarkValue, tuple[str, bool]]
    """What the words under each mark would be, and whether they are needed: the page follows the choice at once."""
    note_effect: str
    evidence: tuple[tuple[str, str], ...]
    beside: bool
    """The document stands beside the sheet: links turn it."""
    curator: str
    now: bool
    error: str
    save_url: str
    version: int
    saved: str
    blocking: bool
    mark: Toned | None
    edit_url: str
    before: RoundItem | None
    """What was said of it in the round before."""
    suggestions: tuple[Suggestion, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    """What each of two experts said of it, beside the decision between them."""
    differs: bool = False
    reason: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class GroupItem:
    id: str
    title: str
    done: int
    total: int
    tag: Toned | None
    open: bool
    criteria: tuple[CriterionItem, ...]


@dataclass(frozen=True, slots=True)
class PartItem:
    """A document or measure judged apart, with its own score."""

    code: str
    title: str
    groups: tuple[GroupItem, ...]
    score: "ScoreItem | None"


@dataclass(frozen=True, slots=True)
class ScoreItem:
    points: int
    maximum: int
    percent: Decimal | None
    zone: Toned | None
    outcome: Toned | None
    proposal: VerdictKind | None


@dataclass(frozen=True, slots=True)
class FileItem:
    name: str
    url: str
    download_url: str
    slot: str
    size: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    number: str
    title: str
    editions: tuple[str, ...]
    parts: tuple[PartItem, ...]
    score: ScoreItem
    done: int
    total: int
    rows: tuple[tuple[str, str, str, int], ...]
    next_url: str
    next_text: str
    audience: str
    editable: bool
    files: tuple[FileItem, ...]
    scores: bool
    examiner: str
    reconciles: bool
    """The sheet of the coordinator who reconciles two experts' sheets."""


def sheet_page(
    found: Dossier,
    actor: Actor,
    rounds: Mapping[str, RoundItem] = MappingProxyType({}),
    library: Library | None = None,
    *,
    place: Mapping[str, Any] | None = None,
    evidence: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({}),
) -> SheetPage | None:
    """Return the sheet as this person may see it, beside each criterion what was said of it before.

    `place` is the page of the document beside it, which addresses carry along; None where there is no document.
    None while there is no sheet for them."""
    if found.expertise is None:
        return None
    return _page(
        found.package,
        found.expertise,
        actor,
        files=_files(found),
        rounds=rounds,
        library=library,
        place=place,
        evidence=evidence,
    )


def mark_page(package: Package, expertise: Expertise, actor: Actor) -> SheetPage:
    """Return the sheet for the answer to a saved mark, which shows no files."""
    return _page(package, expertise, actor)


def _page(
    package: Package,
    expertise: Expertise,
    actor: Actor,
    *,
    files: tuple[FileItem, ...] = (),
    rounds: Mapping[str, RoundItem] = MappingProxyType({}),
    library: Library | None = None,
    place: Mapping[str, Any] | None = None,
    evidence: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({}),
) -> SheetPage:
    sheet, number = expertise.sheet, package.number
    editable = dossiers.may_mark(package, expertise, actor)
    marks = {mark.criterion: mark for mark in expertise.marks}
    judgement = judge(KINDS[package.kind], sheet, dossiers.answers_of(expertise))
    build = _Builder(number, sheet, marks, ZoneInfo(actor.zone), editable)
    build.rounds, build.library = rounds, library or Library()
    build.evidence = evidence
    build.beside, build.place = place is not None, place or build.place
    first_open = next((c for c in sheet.criteria if not _is_done(c, marks.get(c.code))), None)
    build.focus = first_open.code if first_open else ""
    unfilled = judgement.score.total - judgement.score.answered
    values = [mark.value for mark in expertise.marks]
    rows = tuple((v.tone, v.icon, v.label, values.count(v)) for v in MarkValue if v in values)
    return SheetPage(
        number=number,
        title=sheet.title,
        editions=tuple(_edition(line) for line in expertise.editions),
        parts=build.parts(judgement),
        score=score_item(judgement),
        done=judgement.score.answered,
        total=judgement.score.total,
        rows=(*rows, *((("mute", "circle-dashed", "Не заполнено", unfilled),) if unfilled else ())),
        next_url=_next_url(package, expertise, build, first_open) if editable else "",
        next_text=f"К критерию {first_open.code}" if first_open else "Проверить и завершить",
        audience="" if package.verdict else "Школа увидит отметки только после направления заключения.",
        editable=editable,
        files=files,
        examiner=expertise.examiner_name,
        reconciles=expertise.reconciles,
        scores=actor.role not in SCHOOL_ROLES or package.municipality.show_scores,
    )


def score_item(judgement: Judgement) -> ScoreItem:
    score = judgement.score
    return ScoreItem(score.points, score.maximum, score.percent, score.zone, None, judgement.proposal)


def criterion_item(page: SheetPage, code: str) -> tuple[GroupItem, CriterionItem]:
    """Return a criterion of the page with its group; KeyError when there is none."""
    for part in page.parts:
        for group in part.groups:
            for criterion in group.criteria:
                if criterion.code == code:
                    return group, criterion
    raise KeyError(code)


class _Builder:
    """Makes the items of one sheet; `focus` is the criterion to go on with."""

    def __init__(
        self, number: str, sheet: Sheet, marks: dict[str, Mark], zone: ZoneInfo, editable: bool
    ) -> None:
        self.number, self.sheet, self.marks, self.zone, self.editable = number, sheet, marks, zone, editable
        self.ids = {criterion.code: f"cr-{n}" for n, criterion in enumerate(sheet.criteria, start=1)}
        self.focus = ""
        self.rounds: Mapping[str, RoundItem] = MappingProxyType({})
        self.place: Mapping[str, Any] = MappingProxyType({})
        self.beside = False
        self.evidence: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({})
        self.library, self.refs = Library(), refs_of(sheet) if editable else {}

    def parts(self, judgement: Judgement) -> tuple[PartItem, ...]:
        scores = {part.part.code: part for part in judgement.parts}
        if not self.sheet.parts:
            return (PartItem("", "", self._groups(self.sheet.groups), None),)
        return tuple(
            PartItem(
                part.code,
                part.title,
                self._groups(self.sheet.groups_of_part(part.code)),
                _part(scores[part.code]),
            )
            for part in self.sheet.parts
        )

    def _groups(self, groups: tuple[Group, ...]) -> tuple[GroupItem, ...]:
        return tuple(self._group(group) for group in groups)

    def _group(self, group: Group) -> GroupItem:
        criteria = self.sheet.criteria_of_group(group.code)
        done = sum(1 for one in criteria if one.code in self.marks and self.marks[one.code].value)
        values = [self.marks[one.code].value for one in criteria if one.code in self.marks]
        worst = next((v for v in (MarkValue.ZERO, MarkValue.ONE) if v in values), None)
        tag = worst or (MarkValue.TWO if done == len(criteria) else None)
        return GroupItem(
            id=f"group-{self.sheet.groups.index(group) + 1}",
            title=f"{group.code}. {group.title}",
            done=done,
            total=len(criteria),
            tag=tag,
            open=any(one.code == self.focus for one in criteria) or not self.editable,
            criteria=tuple(self._criterion(one) for one in criteria),
        )

    def _criterion(self, criterion: Criterion) -> CriterionItem:
        mark = self.marks.get(criterion.code)
        value = mark.value if mark else None
        problem = _problem(criterion, mark)
        effect = value in {MarkValue.ZERO, MarkValue.ONE} and bool(mark and mark.comment)
        return CriterionItem(
            id=self.ids[criterion.code],
            code=criterion.code,
            number=criterion.code,
            text=criterion.text,
            hint=criterion.hint,
            value=value.value if value else "",
            note=self.library.added(criterion.code, mark.comment if mark else ""),
            note_label=note_label(value),
            note_required=value in NOTE_NEEDED,
            notes=NOTES,
            note_effect="Войдёт в заключение как замечание" if effect else "",
            evidence=self.evidence.get(criterion.code, ()),
            beside=self.beside,
            curator="",
            now=criterion.code == self.focus,
            error=problem or "",
            blocking=criterion.blocking,
            save_url=url_for(
                "expertise.save_mark", number=self.number, criterion=criterion.code, **self.place
            ),
            version=mark.seen if mark else 0,
            saved=f"Сохранено в {time_ru(mark.saved_at, self.zone)}" if mark else "",
            mark=value,
            edit_url="",
            before=self.rounds.get(criterion.code),
            suggestions=self._suggested(criterion),
            reason=mark.reason if mark else "",
            disputed=mark.disputed if mark else False,
        )

    def _suggested(self, criterion: Criterion) -> tuple[Suggestion, ...]:
        def address(template: str) -> str:
            words = {"criterion": criterion.code, "template": template, "_anchor": self.ids[criterion.code]}
            words |= self.place
            return url_for("expertise.sheet", number=self.number, **words)  # type: ignore[arg-type]

        if not self.editable:
            return ()
        return suggestions(self.library.templates, self.refs[criterion.code], address)


def note_label(value: MarkValue | None) -> str:
    """Return what the words under a mark are."""
    return "Почему не применимо" if value is MarkValue.NOT_APPLICABLE else "Замечание школе"


NOTES = MappingProxyType({value: (note_label(value), value in NOTE_NEEDED) for value in MarkValue})


def _part(part: PartScore) -> ScoreItem:
    score = part.score
    return ScoreItem(
        score.points, score.maximum, score.percent, score.zone, measure_outcome(score), part.proposal
    )


def _is_done(criterion: Criterion, mark: Mark | None) -> bool:
    return bool(mark and mark.value and not _problem(criterion, mark))


def _problem(criterion: Criterion, mark: Mark | None) -> str | None:
    """Return what the mark still lacks, as a sentence; None for none and for a whole one."""
    if mark is None or mark.value is None:
        return None
    if mark.disputed and not mark.reason:
        return "Эксперты разошлись или отметка не совпадает с их отметками: напишите, почему принята эта."
    return mark_problem(criterion, mark.value, mark.comment)


def _next_url(package: Package, expertise: Expertise, build: _Builder, first_open: Criterion | None) -> str:
    number = package.number
    if first_open is not None:
        page = "expertise.reconciliation" if expertise.reconciles else "expertise.sheet"
        return f"{url_for(page, number=number)}#{build.ids[first_open.code]}"
    if package.joint and not expertise.reconciles:
        return url_for("packages.step", number=number, action="hand_in")
    return url_for("expertise.verdict", number=number)


def _edition(line: dict[str, object]) -> str:
    approved = f", {line['approved_by']}" if line.get("approved_by") else ""
    return f"«{line['title']}», редакция {line['number']}{approved}"


def _files(found: Dossier) -> tuple[FileItem, ...]:
    number = found.package.number
    titles = {slot.code: slot.title for slot in found.slots}
    return tuple(
        FileItem(
            line.file.name,
            address(Stand.SHEET, number, line.file.number),
            url_for("packages.original", number=number, file=line.file.number),
            titles.get(line.file.slot, "Другие файлы"),
            filesize_ru(line.file.size),
        )
        for line in found.sent_files()
    )
