"""What a file may be: accepted kinds, limits, and one Russian sentence for every reason to refuse
(UP-01…UP-03)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from workflows.vocabulary import Labelled

MEBIBYTE = 1024 * 1024
ACCEPTED_FORMATS = "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, JPEG, PNG, CSV и TXT"


class FileKind(StrEnum):
    """An accepted kind of file: its Russian name, the media type it is served with, its extensions."""

    label: str
    media_type: str
    extensions: tuple[str, ...]

    def __new__(
        cls, value: str, label: str = "", media_type: str = "", extensions: tuple[str, ...] = ()
    ) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.media_type, member.extensions = label, media_type, extensions
        return member

    PDF = "pdf", "документ PDF", "application/pdf", (".pdf",)
    DOCX = (
        "docx",
        "документ Word (DOCX)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    )
    XLSX = (
        "xlsx",
        "таблица Excel (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx",),
    )
    PPTX = (
        "pptx",
        "презентация PowerPoint (PPTX)",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (".pptx",),
    )
    ODT = "odt", "документ ODT", "application/vnd.oasis.opendocument.text", (".odt",)
    ODS = "ods", "таблица ODS", "application/vnd.oasis.opendocument.spreadsheet", (".ods",)
    ODP = "odp", "презентация ODP", "application/vnd.oasis.opendocument.presentation", (".odp",)
    JPEG = "jpeg", "изображение JPEG", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")
    PNG = "png", "изображение PNG", "image/png", (".png",)
    CSV = "csv", "таблица CSV", "text/csv", (".csv",)
    TEXT = "txt", "текстовый файл", "text/plain", (".txt",)

    @property
    def is_image(self) -> bool:
        return self in {FileKind.JPEG, FileKind.PNG}

    @property
    def is_text(self) -> bool:
        return self in {FileKind.CSV, FileKind.TEXT}


OFFICE_EXTENSIONS = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
ACCEPTED_EXTENSIONS = tuple(extension for kind in FileKind for extension in kind.extensions)


@dataclass(frozen=True, slots=True)
class Limits:
    """Documented limits of one file (UP-02). Sizes in bytes unless the name says otherwise."""

    size: int = 50 * MEBIBYTE
    members: int = 4_000  # parts of an office file
    member_size: int = 150 * MEBIBYTE
    unpacked: int = 300 * MEBIBYTE
    ratio: int = 100  # unpacked : packed, judged only above the floor: forms of empty cells pack well
    ratio_floor: int = 30 * MEBIBYTE
    xml_depth: int = 200  # lxml and the office programs themselves stop at 256
    pixels: int = 120_000_000
    pages: int = 2_000
    pdf_objects: int = 300_000
    name_length: int = 200


class Refusal(Labelled):
    """Why a file is not taken. `label` is the sentence for the person, with named places for the facts."""

    INFECTED = (
        "infected",
        "В файле «{name}» найден вирус ({signature}). Проверьте компьютер антивирусом, сохраните документ заново и"
        " приложите новый файл.",
    )
    EMPTY = (
        "empty",
        "Файл «{name}» пустой. Откройте его у себя, убедитесь, что в нём есть текст, и приложите снова.",
    )
    TOO_LARGE = (
        "too_large",
        "Файл больше {limit} МБ. Уменьшите его (например, сканируйте с разрешением 200–300 точек на дюйм)"
        " или разделите на части.",
    )
    UNSAFE_NAME = (
        "unsafe_name",
        "В имени файла есть невидимые управляющие знаки. Переименуйте файл обычными буквами и приложите"
        " снова.",
    )
    WRONG_EXTENSION = (
        "wrong_extension",
        "Файл назван «{name}», а внутри это {inside}. Переименуйте его в «{better}» или приложите нужный"
        " файл.",
    )
    OLD_OFFICE = (
        "old_office",
        "Файл в старом формате {old}. Откройте его и сохраните как {new} («Файл» → «Сохранить как»), затем"
        " приложите новый файл.",
    )
    RTF = (
        "rtf",
        "Файл в формате RTF. Откройте его в редакторе, сохраните как DOCX или PDF и приложите новый файл.",
    )
    ARCHIVE = (
        "archive",
        "Это архив ({inside}). Приложите сами файлы: можно выбрать несколько сразу.",
    )
    IMAGE_FORMAT = (
        "image_format",
        "Изображения {inside} не принимаются. Сохраните снимок как JPEG или PNG и приложите снова.",
    )
    MACROS = (
        "macros",
        "В файле есть макросы. Сохраните его без макросов (DOCX, XLSX, PPTX или PDF) и приложите снова.",
    )
    EMBEDDED_OBJECT = (
        "embedded_object",
        "В документ вложен другой файл или объект («{part}»). Удалите его из документа, а сам файл"
        " приложите отдельно.",
    )
    DDE = (
        "dde",
        "В файле есть команда обмена данными (DDE), которая может запустить программу. Замените её обычным"
        " текстом и сохраните файл заново.",
    )
    EXTERNAL_DATA = (
        "external_data",
        "Файл берёт данные из другого файла или источника. Разорвите связи («Данные» → «Изменить связи» →"
        " «Разорвать связь»), сохраните и приложите снова.",
    )
    REMOTE_TEMPLATE = (
        "remote_template",
        "Документ загружает шаблон из сети. Отсоедините шаблон («Разработчик» → «Шаблон документа») или"
        " сохраните документ как PDF.",
    )
    ACTIVE_CONTENT = (
        "active_content",
        "В файле есть элемент, который запускает программу или сценарий. Удалите кнопки и действия, затем"
        " сохраните файл заново.",
    )
    PDF_SCRIPT = (
        "pdf_script",
        "В файле PDF есть сценарий JavaScript. Напечатайте документ в новый PDF («Печать» → «Сохранить как"
        " PDF») и приложите его.",
    )
    PDF_ACTION = (
        "pdf_action",
        "Файл PDF содержит действие «{part}», которое открывает программу, другой файл или отправляет"
        " данные. Напечатайте документ в новый PDF и приложите его.",
    )
    PDF_ATTACHMENT = (
        "pdf_attachment",
        "Внутрь PDF вложены другие файлы. Извлеките их и приложите отдельно, а документ напечатайте в"
        " новый PDF.",
    )
    PDF_FORM = (
        "pdf_form",
        "Это динамическая форма PDF (XFA): её видно не во всех программах. Напечатайте заполненную форму в"
        " новый PDF и приложите его.",
    )
    PDF_MEDIA = (
        "pdf_media",
        "В PDF встроены видео, звук или трёхмерная модель. Напечатайте документ в новый PDF без них и"
        " приложите его.",
    )
    PASSWORD = (
        "password",
        "Файл защищён паролем или зашифрован. Снимите защиту, сохраните файл и приложите снова.",
    )
    BOMB = (
        "bomb",
        "После распаковки файл занял бы слишком много места (предел {limit}). Сохраните документ заново"
        " или напечатайте его в PDF.",
    )
    TOO_MANY_PARTS = (
        "too_many_parts",
        "Файл состоит из слишком большого числа частей (предел {limit}). Напечатайте документ в PDF и"
        " приложите его.",
    )
    BAD_STRUCTURE = (
        "bad_structure",
        "Внутреннее устройство файла нарушено ({part}): разные программы покажут его по-разному. Откройте"
        " документ, сохраните заново и приложите новый файл.",
    )
    NESTED_ARCHIVE = (
        "nested_archive",
        "Внутри документа спрятан архив («{part}»). Удалите его, а нужные файлы приложите отдельно.",
    )
    XML_DTD = (
        "xml_dtd",
        "В документе есть недопустимое описание данных (DTD). Откройте документ в офисной программе,"
        " сохраните заново и приложите новый файл.",
    )
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        "Изображение слишком велико: {width} × {height} точек при пределе {limit} млн. Уменьшите его и"
        " приложите снова.",
    )
    TOO_MANY_PAGES = (
        "too_many_pages",
        "В документе больше {limit} страниц. Разделите его на части и приложите их по отдельности.",
    )
    TOO_COMPLEX = (
        "too_complex",
        "Документ слишком сложно устроен, чтобы его проверить. Напечатайте его в новый PDF и приложите.",
    )
    BROKEN = (
        "broken",
        "Файл повреждён или загружен не целиком. Проверьте, что он открывается у вас, и приложите его снова.",
    )
    HTML = "html", "Это веб-страница (HTML). Сохраните её как PDF и приложите."
    SVG = "svg", "Это рисунок SVG. Сохраните его как PNG или PDF и приложите."
    PROGRAM = "program", "Это программа, а не документ. Приложите документ, например PDF или DOCX."
    SCRIPT = (
        "script",
        "Это сценарий (набор команд), а не документ. Приложите документ, например PDF или DOCX.",
    )
    POLYGLOT = (
        "polyglot",
        "В одном файле соединены файлы двух видов ({inside}). Откройте документ, сохраните его заново и"
        " приложите новый файл.",
    )
    BINARY_TEXT = (
        "binary_text",
        "В текстовом файле есть недопустимые знаки, похоже, это не текст. Сохраните его как PDF или DOCX.",
    )
    ENCODING = (
        "encoding",
        "Не удалось определить кодировку текста. Сохраните файл в кодировке UTF-8 и приложите снова.",
    )
    UNSUPPORTED = (
        "unsupported",
        f"Файлы такого вида не принимаются. Принимаются {ACCEPTED_FORMATS}: сохраните документ в одном из"
        " этих форматов.",
    )
    UNREADABLE = (
        "unreadable",
        "Файл не удалось прочитать: он устроен необычно. Откройте его, сохраните заново или напечатайте в"
        " PDF и приложите снова.",
    )
    TOO_HARD = (
        "too_hard",
        "Файл не удалось прочитать: проверка потребовала слишком много времени или памяти. Сохраните"
        " документ заново или напечатайте его в PDF.",
    )
    UNAVAILABLE = (
        "unavailable",
        "Проверка файлов сейчас недоступна. Подождите несколько минут и приложите файл снова.",
    )

    def sentence(self, **facts: object) -> str:
        """Return the sentence with its facts filled in; KeyError when a fact is missing."""
        return self.label.format_map({key: str(value) for key, value in facts.items()})

    @property
    def is_temporary(self) -> bool:
        """The file may be fine: the person should simply try again."""
        return self is Refusal.UNAVAILABLE


class Notice(Labelled):
    """Something worth telling about an accepted file; it never stops the upload."""

    NAME_COMPLETED = "name_completed", "К имени файла добавлено расширение по его содержимому."
    HAS_LOCATION = (
        "has_location",
        "В снимке записано место съёмки. Если это лишнее, удалите сведения и приложите снова.",
    )
    LOCAL_TEMPLATE = (
        "local_template",
        "Документ ссылается на шаблон, который есть только на вашем компьютере.",
    )
    REMOTE_IMAGE = (
        "remote_image",
        "В документе есть рисунки по ссылке: система их не загружает, они будут не видны.",
    )
    LEGACY_ENCODING = "legacy_encoding", "Текст сохранён в кодировке Windows-1251."
    SIGNED = "signed", "В файле PDF есть электронная подпись."


OLD_OFFICE_FORMATS: dict[str, tuple[str, str]] = {
    "word": ("Word (.doc)", "DOCX"),
    "excel": ("Excel (.xls)", "XLSX"),
    "powerpoint": ("PowerPoint (.ppt)", "PPTX"),
}

_BY_NAME: dict[str, Refusal] = {
    **dict.fromkeys((".exe", ".msi", ".dll", ".com", ".scr"), Refusal.PROGRAM),
    **dict.fromkeys((".bat", ".cmd", ".js", ".vbs", ".ps1", ".sh"), Refusal.SCRIPT),
    **dict.fromkeys((".zip", ".rar", ".7z"), Refusal.ARCHIVE),
    **dict.fromkeys((".mp3", ".mp4", ".avi", ".mov", ".mkv", ".wav"), Refusal.UNSUPPORTED),
}


def refused_by_name(extension: str) -> str:
    """Return why a file called so is not taken, whatever is in it; '' where only its content can tell.

    For sparing the sending of what would be refused anyway; who takes a file judges its content."""
    refusal = _BY_NAME.get(extension)
    return refusal.sentence(inside=extension[1:].upper()) if refusal else ""
