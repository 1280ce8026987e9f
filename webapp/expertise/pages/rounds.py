"""What the round before said of each criterion: mark, words, the school's answer, the files that changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from webapp.access.actor import Actor
from webapp.dossier.queries import Dossier, may_mark
from webapp.expertise.queries import Earlier
from webapp.models import Mark, PackageFile, Remark
from webapp.preview import Stand, address
from workflows.rounds import asks_the_same, earlier_codes
from workflows.sheet import Criterion, Sheet
from workflows.vocabulary import RemarkOrigin, Toned


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """The remark that was made of the mark, and how the school answered it."""

    title: str
    state: Toned
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class RoundItem:
    title: str
    mark: Toned | None
    note: str
    remark: RemarkLine | None
    files: tuple[tuple[str, str, str], ...]
    """Names of the files that changed since, where each is read, and where its changes are; '' for a new one."""
    changed: str
    """What became of the files, in words."""
    carry_url: str
    """Where the mark is taken over unchanged; '' where it cannot be."""
    carried: bool
    reworded: bool


def round_items(found: Dossier, earlier: Earlier | None, actor: Actor) -> Mapping[str, RoundItem]:
    """Return what the round before said, by the criterion of today's sheet; nothing in the first round."""
    if found.expertise is None or earlier is None:
        return {}
    sheet, before = found.expertise.sheet, earlier.expertise.sheet
    old = {mark.criterion: mark for mark in earlier.expertise.marks}
    carried = {mark.criterion for mark in found.expertise.marks if mark.carried}
    writes = may_mark(found.package, found.expertise, actor)
    items = {}
    for code, code_before in earlier_codes(sheet, before).items():
        criterion, mark = sheet.criterion(code), old.get(code_before)
        same = asks_the_same(criterion, before.criterion(code_before))
        files = _changed_files(found, sheet, criterion, earlier)
        can = writes and same and mark is not None and mark.value is not None and code not in carried
        items[code] = RoundItem(
            title=f"Раунд {earlier.expertise.round}",
            mark=mark.value if mark else None,
            note=mark.comment if mark else "",
            remark=_remark(found, code_before, mark),
            files=files,
            changed="Изменились файлы: " if files else "Файлы с тех пор не менялись",
            carry_url=url_for("expertise.carry", number=found.package.number, criterion=code) if can else "",
            carried=code in carried,
            reworded=not same,
        )
    return items


def _changed_files(
    found: Dossier, sheet: Sheet, criterion: Criterion, earlier: Earlier
) -> tuple[tuple[str, str, str], ...]:
    part = sheet.part_of(criterion.code)
    slot = part.slot if part else ""
    return tuple(
        (
            line.file.name,
            address(Stand.SHEET, found.package.number, line.file.number),
            _changes_url(found, line.file, earlier),
        )
        for line in found.sent_files()
        if line.file.id not in earlier.files and slot in {"", line.file.slot}
    )


def _changes_url(found: Dossier, file: PackageFile, earlier: Earlier) -> str:
    """Return where the changes of a file since that round are told; '' for a new one."""
    number, version = found.package.number, found.version
    if version is None or file.replaces_id not in earlier.files:
        return ""
    between: dict[str, Any] = {"from": earlier.expertise.version.number, "to": version.number}
    return url_for("comparisons.compare", number=number, file=file.number, **between)


def _remark(found: Dossier, code: str, mark: Mark | None) -> RemarkLine | None:
    made: Remark | None = None
    for remark in found.remarks:
        if remark.criterion == code and remark.origin is RemarkOrigin.EXPERTISE and remark.published_at:
            made = remark
    if made is None or mark is None:
        return None
    url = url_for("remarks.ledger", number=found.package.number, _anchor=f"remark-{made.number}")
    return RemarkLine(f"Замечание № {made.number}", made.state, made.answer, url)
