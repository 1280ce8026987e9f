"""What a frozen report says, as rows behind its numbers, and how two issues of it differ.

The data are the JSON of `webapp/printing/contents`, the same for a report of any age: what is absent counts as none."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any

from workflows.vocabulary import ReportKind

Content = Mapping[str, Any]
NOTHING = "–"
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row behind a number; `package` is the number of its package, '' where it is about something else."""

    title: str
    text: str
    note: str = ""
    package: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report: what it counts and the rows it was counted of."""

    code: str
    title: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        return f"{self.title}: {len(self.rows)}"


@dataclass(frozen=True, slots=True)
class Change:
    """What one thing was in the earlier issue and is in the later one; «–» where it is not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    changes: tuple[Change, ...]


def numbers(kind: ReportKind, content: Content) -> tuple[Number, ...]:
    """Return the numbers of a report with their rows; none for a kind without rows, or without data."""
    count = _NUMBERS.get(kind)
    return tuple(count(content)) if count and content else ()


def differences(kind: ReportKind, before: Content, after: Content) -> tuple[Section, ...]:
    """Return in which sections two issues of a report differ and how; sections that are the same are left out."""
    found = (
        Section(title, tuple(_changes(take(before), take(after)))) for title, take in _SECTIONS.get(kind, ())
    )
    return tuple(section for section in found if section.changes)


def word_changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return a text as what was kept («=»), is gone («-») and is new («+») in it, word by word, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("=", "".join(old[i1:i2])))
            continue
        found += [
            (mark, text) for mark, text in (("-", "".join(old[i1:i2])), ("+", "".join(new[j1:j2]))) if text
        ]
    return tuple(found)


def comparable(kind: ReportKind) -> bool:
    return kind in _SECTIONS


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Change]:
    for what in dict.fromkeys((*before, *after)):
        old, new = before.get(what, NOTHING), after.get(what, NOTHING)
        if old != new:
            yield Change(what, old, new)


def _of_stage(content: Content) -> Iterable[Number]:
    results, deadlines = _list(content, "results"), _list(content, "deadlines")
    yield Number("packages", "Представлено пакетов", tuple(_package(one) for one in results))
    judged = [one for one in results if one.get("verdict")]
    yield Number("judged", "Рассмотрено пакетов", tuple(_package(one) for one in judged))
    for place, named in enumerate(_list(content, "verdicts")):
        of_verdict = [one for one in judged if one["verdict"] == named["verdict"]]
        yield Number(f"verdict-{place}", named["verdict"], tuple(_package(one) for one in of_verdict))
    unjudged = [one for one in results if not one.get("verdict")]
    yield Number("unfinished", "Экспертиза не завершена", tuple(_package(one) for one in unjudged))
    late = [one for one in deadlines if one.get("presented")]
    yield Number("late", "Представлено с нарушением срока", tuple(_deadline(one) for one in late))
    absent = [one for one in deadlines if not one.get("presented")]
    yield Number("absent", "Не представлено", tuple(_deadline(one) for one in absent))
    yield Number(
        "remarks",
        "Типичных замечаний",
        tuple(
            Row(one["text"], ", ".join(one.get("schools", ())), f"встретилось: {one['count']}")
            for one in _list(content, "typical_remarks")
        ),
    )
    yield Number(
        "recommendations",
        "Рекомендаций",
        tuple(Row(one["school"], one["text"]) for one in _list(content, "recommendations")),
    )


def _of_roadmap(content: Content) -> Iterable[Number]:
    measures = _list(content, "measures")
    yield Number("measures", "Мероприятий", tuple(_measure(one) for one in measures))
    for status in dict.fromkeys(one["status"] for one in measures):
        named = [one for one in measures if one["status"] == status]
        yield Number(f"status-{_place(measures, status)}", status, tuple(_measure(one) for one in named))
    overdue = (
        Row(
            f"{one.get('number', '')} {one['title']}".strip(),
            one.get("responsible", ""),
            f"дней: {one['days']}",
        )
        for one in _list(content, "overdue")
    )
    yield Number("overdue", "Не исполнено в срок", tuple(overdue))


def _place(measures: list[Any], status: str) -> int:
    return list(dict.fromkeys(one["status"] for one in measures)).index(status)


_NUMBERS: Mapping[ReportKind, Callable[[Content], Iterable[Number]]] = MappingProxyType(
    {ReportKind.STAGE: _of_stage, ReportKind.ROADMAP: _of_roadmap}
)


def _list(content: Content, name: str) -> list[Any]:
    found = content.get(name)
    return list(found) if isinstance(found, list | tuple) else []


def _package(one: Content) -> Row:
    late = "с нарушением срока" if one.get("is_late") else ""
    rounds = f"раундов: {one['rounds']}" if one.get("rounds", 0) > 1 else ""
    return Row(
        f"{one['school']}, {one['kind_title']}",
        "; ".join(part for part in (one.get("verdict") or "экспертиза не завершена", _score(one)) if part),
        "; ".join(part for part in (rounds, late) if part),
        one["package_number"],
    )


def _score(one: Content) -> str:
    score = one.get("score")
    return f"{_plain(score['points'])} из {_plain(score['maximum'])}" if score else ""


def _plain(number: str) -> str:
    """Return «27» for «27.00», «27,5» for «27.50»."""
    return f"{Decimal(number).normalize():f}".replace(".", ",")


def _deadline(one: Content) -> Row:
    return Row(f"{one['school']}, {one['kind_title']}", one.get("reason", "") or "причина не указана")


def _measure(one: Content) -> Row:
    return Row(
        f"{one.get('number', '')} {one['title']}".strip(),
        one["status"],
        "; ".join(part for part in (one.get("term", ""), one.get("responsible", "")) if part),
    )


def _schools(content: Content) -> Mapping[str, str]:
    told = content.get("general", {}).get("schools", {})
    names = (
        ("due", "Должны представить"),
        ("sent", "Представили"),
        ("late", "С нарушением срока"),
        ("not_sent", "Не представили"),
    )
    return {title: str(told.get(code, 0)) for code, title in names}


def _paragraphs(content: Content) -> Mapping[str, str]:
    return {f"Абзац {place}": text for place, text in enumerate(_list(content, "conclusions"), 1)}


def _rows_as_text(rows: Iterable[Row]) -> Mapping[str, str]:
    return {
        f"{row.title}{f', № {row.package}' if row.package else ''}": "; ".join(
            part for part in (row.text, row.note) if part
        )
        for row in rows
    }


def _advice(content: Content) -> Mapping[str, str]:
    return {f"{one['school']}: {one['text']}": "есть" for one in _list(content, "recommendations")}


def _figures(content: Content) -> Mapping[str, str]:
    return {one["rule"]: f"{one['numerator']} из {one['denominator']}" for one in _list(content, "figures")}


Take = Callable[[Content], Mapping[str, str]]
_SECTIONS: Mapping[ReportKind, tuple[tuple[str, Take], ...]] = MappingProxyType(
    {
        ReportKind.STAGE: (
            ("Школы", _schools),
            ("Заключения", lambda c: {one["verdict"]: str(one["count"]) for one in _list(c, "verdicts")}),
            ("Пакеты", lambda c: _rows_as_text(map(_package, _list(c, "results")))),
            ("Сроки", lambda c: _rows_as_text(map(_deadline, _list(c, "deadlines")))),
            ("Рекомендации", _advice),
            ("Выводы", _paragraphs),
        ),
        ReportKind.ROADMAP: (
            ("Показатель", _figures),
            ("Мероприятия", lambda c: _rows_as_text(map(_measure, _list(c, "measures")))),
            ("Выводы", _paragraphs),
        ),
    }
)
