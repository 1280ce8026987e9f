"""Documents of a school against the roadmaps in force that it answers for: dates, measures, risks."""

from collections.abc import Iterable, Iterator, Sequence

from workflows.cross_checks.likeness import FEWEST, Row, alike, differ, is_outside, key_of
from workflows.cross_checks.values import Contradiction, Known, PlannedMeasure, ToldFile
from workflows.listing import listed
from workflows.programme_tables import stems

MOST = 12
"""Warnings of one kind; who has more of them looks at the whole document anyway."""
NAMED = 3
"""Measures that a warning names; the rest it counts."""
_Planned = tuple[PlannedMeasure, frozenset[str]]


def against_roadmap(files: Sequence[ToldFile], rows: Sequence[Row], known: Known) -> Iterator[Contradiction]:
    """Yield what a roadmap says otherwise than documents and the anti-risk programme do."""
    planned = [(one, words) for one in known.planned if len(words := stems(one.title)) >= FEWEST]
    own = [(one, words) for one, words in planned if one.is_own]
    yield from _dates_in_documents(rows, planned)
    yield from _dates_entered(planned, known)
    yield from _not_planned(own, known)
    yield from _not_written(own, [row for row in rows if row.file.plans])
    yield from _risks(own, known)


def _dates_in_documents(rows: Sequence[Row], planned: Sequence[_Planned]) -> Iterator[Contradiction]:
    """A measure whose date in a document has no day in common with that of the roadmap."""
    told = 0
    for row in rows:
        for one, words in planned:
            if told < MOST and differ(one, row.measure) and alike(row.words, words):
                told += 1
                yield Contradiction(
                    f"roadmap:{row.file.key}:{one.ref}",
                    f"Мера «{one.title}»: {_where(one)} срок «{one.deadline}», в «{row.file.name}» – "
                    f"«{row.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot,),
                    measure=one.ref,
                )


def _dates_entered(planned: Sequence[_Planned], known: Known) -> Iterator[Contradiction]:
    """A measure of the anti-risk programme in the product that falls outside its deadline of the roadmap."""
    for entered in known.measures:
        words = stems(entered.title)
        for one, others in planned:
            if entered.due_on and is_outside(entered.due_on, one) and alike(words, others):
                yield Contradiction(
                    f"roadmap-entered:{one.ref}:{key_of(words)}",
                    f"Мера «{entered.title}»: в антирисковой программе срок {entered.due_on:%d.%m.%Y}, "
                    f"{_where(one)} – «{one.deadline}». Исправьте там, где ошибка.",
                    risk=entered.risk,
                    measure=one.ref,
                )


def _not_planned(own: Sequence[_Planned], known: Known) -> Iterator[Contradiction]:
    """Measures of the anti-risk programme that the school's roadmap holds others of, but not these."""
    missing = [one for one in known.measures if not _is_among(stems(one.title), own)]
    if missing and len(missing) < len(known.measures):
        yield Contradiction(
            "roadmap-lacks",
            f"В дорожной карте школы нет мер антирисковой программы: {_named(one.title for one in missing)}. "
            "Внесите их в карту или исправьте программу.",
            risk=missing[0].risk,
            measure=own[0][0].ref,
        )


def _not_written(own: Sequence[_Planned], rows: Sequence[Row]) -> Iterator[Contradiction]:
    """Measures of the school's roadmap that its programmes hold others of, but not these."""
    missing = [one for one, words in own if not any(alike(words, row.words) for row in rows)]
    if missing and len(missing) < len(own):
        yield Contradiction(
            "roadmap-unwritten",
            f"Документы не называют мер дорожной карты школы: {_named(one.title for one in missing)}. "
            "Допишите их или исправьте карту.",
            (rows[0].spot,),
            measure=missing[0].ref,
        )


def _risks(own: Sequence[_Planned], known: Known) -> Iterator[Contradiction]:
    """Activated risks that a roadmap which names some of them leaves out."""
    missing = [name for code, name in known.risks if code not in known.planned_risks]
    if own and missing and len(missing) < len(known.risks):
        yield Contradiction(
            "roadmap-risks",
            f"Дорожная карта школы не называет активированных рисков: {listed(f'«{name}»' for name in missing)}. "
            "Допишите их или проверьте профиль.",
            measure=own[0][0].ref,
        )


def _is_among(words: frozenset[str], own: Sequence[_Planned]) -> bool:
    return any(alike(words, others) for _, others in own)


def _where(one: PlannedMeasure) -> str:
    return "в дорожной карте школы" if one.is_own else "в муниципальной дорожной карте"


def _named(titles: Iterable[str]) -> str:
    return listed((f"«{title}»" for title in titles), limit=NAMED)
