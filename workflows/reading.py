"""How far the reading of a document went, and what its reader is told about it."""

from workflows.file_rules import FileKind
from workflows.vocabulary import Labelled

DRAWN = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
"""Kinds whose pages are shown as pictures; all the others are shown as text with its headings, lists and tables."""

PRINTED = frozenset({FileKind.DOCX, FileKind.ODT})
"""Kinds that are shown as text and, where LibreOffice is installed, as pages too."""


class ReadingState(Labelled):
    """Where the reading of the bytes stands."""

    WAITING = "waiting", "Готовим просмотр"
    READY = "ready", "Прочитан"
    FAILED = "failed", "Не прочитан"


class Problem(Labelled):
    """Why a document could not be read; the label is the sentence for the person."""

    UNREADABLE = (
        "unreadable",
        "Прочитать файл не удалось: он повреждён или устроен необычно. Скачайте оригинал и, если он не открывается, "
        "попросите школу сохранить документ заново.",
    )
    PASSWORD = (
        "password",
        "Файл защищён паролем: просмотра и поиска по нему нет. Попросите школу приложить документ без пароля.",
    )
    TOO_HARD = (
        "too_hard",
        "Файл слишком сложен для просмотра здесь: чтение прервано по времени или памяти. Скачайте оригинал.",
    )
    NOT_PRINTED = (
        "not_printed",
        "Показать документ страницами не удалось. Читайте его текстом или скачайте оригинал.",
    )
    INFECTED = (
        "infected",
        "В файле найден вирус: скачать его и открыть его страницы нельзя. Удалите файл, проверьте компьютер "
        "антивирусом и приложите документ, сохранённый заново.",
    )
    GONE = (
        "gone",
        "Содержимого файла больше нет: оно удалено или потеряно хранилищем. Сообщите администратору.",
    )
    REMOVED = "removed", "Содержимое файла удалено: персональные данные."


class Notice(Labelled):
    """What the reader of a document should know; the label is the sentence for the person."""

    SCAN = (
        "scan",
        "В файле только изображения страниц, текста в нём нет: поиск, сравнение и проверки по нему не работают.",
    )
    PARTLY_SCAN = (
        "partly_scan",
        "На части страниц нет текста, только изображение: поиск и сравнение их не видят.",
    )
    GARBLED = (
        "garbled",
        "Буквы на страницах видны, но текст под ними записан неверно: поиск, сравнение и проверки по нему не работают. "
        "Попросите школу сохранить PDF заново из исходного документа.",
    )
    CUT = "cut", "Документ очень большой: здесь показана его часть, целиком он в оригинале."
    REVISIONS = (
        "revisions",
        "В документе остались непринятые исправления: показан текст с ними, зачёркнутое опущено.",
    )
    COMMENTS = "comments", "В документе остались примечания рецензента: здесь они не показаны."
    LOCATION = (
        "location",
        "В свойствах фотографии записано место съёмки. Здесь она показана без свойств, но в оригинале они есть.",
    )
    HIDDEN = "hidden", "В книге есть скрытые листы: они показаны вместе с остальными."
