"""What the machine noticed in one file, as sentences for people. Warnings all of them: nothing here stops a sending."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.completeness import Document, Outcome, lacking
from workflows.listing import listed
from workflows.personal_data import Sensitive, Sighting, summary
from workflows.reading import Notice

TOLD = (Notice.SCAN, Notice.PARTLY_SCAN, Notice.REVISIONS, Notice.COMMENTS, Notice.LOCATION)
"""What the sender can still mend; the rest concerns readers only."""
MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One warning about a file. `code` is stable: an explanation is kept under it. `leaf` from 1, 0 without a place."""

    code: str
    text: str
    leaf: int = 0
    position: int = 0


def findings(
    document: Document | None, outcomes: Sequence[Outcome], seen: Sequence[Sighting], notices: Iterable[str]
) -> tuple[FileFinding, ...]:
    """Return the warnings about a file: personal data first, then what it lacks, then how it is made."""
    return (*_personal(seen), *_lacking(document, outcomes), *_made(notices))


def pages(leaves: Iterable[int]) -> str:
    """Return the pages in words: «стр. 2, 5 и 7», «стр. 1, 2, 3, 4, 5 и др.»."""
    numbers = sorted(set(leaves))
    if len(numbers) > MOST_PAGES:
        return f"стр. {', '.join(map(str, numbers[:MOST_PAGES]))} и др."
    return f"стр. {listed(str(number) for number in numbers)}"


def _personal(seen: Sequence[Sighting]) -> Iterator[FileFinding]:
    for kind, places in summary(seen):
        first, count = places[0], sum(one.count for one in places)
        many = f", всего {count}" if count > 1 else ""
        whose = (
            "Проверьте, нет ли в нём обучающихся и родителей: их сведения нужно убрать или обезличить."
            if kind is Sensitive.NAME_LIST
            else "Уберите или обезличьте эти сведения и приложите файл заново."
        )
        text = f"{kind.label}: {pages(one.leaf for one in places)} ({first.masked}{many}). {whose}"
        yield FileFinding(f"personal:{kind.value}", text, first.leaf, first.position)


def _lacking(document: Document | None, outcomes: Sequence[Outcome]) -> Iterator[FileFinding]:
    missing = lacking(document, outcomes) if document is not None else ()
    if document is not None and missing:
        titles = listed(f"«{part.title}»" for part in missing)
        yield FileFinding(
            "parts",
            f"Не найдено: {titles}. Если это в документе есть, выделите заголовком; если нет, допишите.",
        )


def _made(notices: Iterable[str]) -> Iterator[FileFinding]:
    known = set(notices)
    for notice in TOLD:
        if notice.value in known:
            yield FileFinding(f"notice:{notice.value}", notice.label)
