"""The page on which the coordinator removes the content of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import counted, removed_ru
from webapp.models import Package, PackageFile
from webapp.packages.pages.parts import zone_of

LOST = (
    "файл в хранилище: скачать его не сможет никто, в том числе школа и администратор;",
    "просмотр, текст и картинки страниц, сравнения с другими файлами, найденное проверками;",
    "прежнее название файла, примечание к нему и цитаты, закреплённые за его страницами.",
)
STAYS = (
    "строка в редакциях и в истории: номер файла, даты, размер, контрольная сумма, кто загрузил;",
    "решения по файлу, отметки листа, замечания и ответы: если в их тексте названы люди, исправьте это отдельно;",
    "запись о том, кто, когда и на каком основании удалил содержимое; записи журнала действий не меняются;",
    "уже скачанные копии и собранные ранее отчёты; резервные копии хранят файл, пока не истечёт их срок.",
)


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """What is about to go, what stays, and where else the same bytes are."""

    name: str
    gone: str
    """Said instead of the form when somebody has removed the content already."""
    lost: tuple[str, ...]
    stays: tuple[str, ...]
    copies: str
    elsewhere: tuple[tuple[str, str], ...]
    """Words and address of the same file at other schools: theirs stays."""


def removal_page(
    file: PackageFile, copies: Sequence[PackageFile], elsewhere: Sequence[PackageFile], actor: Actor
) -> RemovalPage:
    more = len(copies) - 1
    return RemovalPage(
        name=file.name,
        gone=removed_ru(file.removed_at, file.removed_by_name, zone_of(actor)),
        lost=LOST,
        stays=STAYS,
        copies=f"Те же байты есть ещё в пакетах этой школы: {counted(more, 'файл', 'файла', 'файлов')}. "
        "Их содержимое удалится вместе с этим."
        if more > 0
        else "",
        elsewhere=tuple(_line(one) for one in elsewhere),
    )


def suggested_name(file: PackageFile) -> str:
    """Return a name that tells nothing of a person: the number and the ending."""
    ending = file.name.rpartition(".")[2].lower()
    return f"Файл {file.number}" + (
        f".{ending}" if ending.isalnum() and len(ending) <= 5 and "." in file.name else ""
    )


def _line(file: PackageFile) -> tuple[str, str]:
    package: Package = file.package
    words = f"{package.school.short_name}, пакет № {package.number}"
    return words, url_for("packages.file", number=package.number, file=file.number)
