"""Why a curator returns a file: completeness, relevance, validity, sufficiency, personal data (САЯ 16, 27; 152-ФЗ)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """A reason to return a file, with the remark it starts and what it sets off."""

    code: str
    title: str
    remark: str
    """The remark the form is filled with; the curator completes it."""
    personal_data: bool = False
    """The coordinator is asked to remove the content of the file."""


RETURN_REASONS: tuple[ReturnReason, ...] = (
    ReturnReason(
        "personal_data",
        "Персональные данные в файле",
        "В файле есть персональные данные обучающихся. Замените его документом без фамилий, фотографий и других сведений, по которым можно определить обучающегося (152-ФЗ).",
        personal_data=True,
    ),
    ReturnReason(
        "unreadable",
        "Файл не открывается или нечитаем",
        "Файл не открывается или текст не читается. Загрузите его повторно в PDF или DOCX.",
    ),
    ReturnReason(
        "wrong_document",
        "Загружен другой документ",
        "На этом месте ожидается другой документ. Загрузите нужный документ.",
    ),
    ReturnReason(
        "unrelated",
        "Документ не относится к мере",
        "Из документа не видно связи с мерой. Приложите документ, который подтверждает именно эту меру.",
    ),
    ReturnReason(
        "outside_period",
        "Дата вне периода программы",
        "Дата документа не входит в период программы. Приложите документ этого периода или поясните отклонение.",
    ),
    ReturnReason(
        "unsigned",
        "Нет подписи, даты, номера или утверждения",
        "Документ не оформлен: нет подписи, даты, номера или утверждения. Загрузите оформленную редакцию.",
    ),
    ReturnReason(
        "incomplete",
        "Документ неполный",
        "В документе не хватает страниц, приложений или решения. Загрузите документ целиком.",
    ),
    ReturnReason(
        "insufficient",
        "Документа недостаточно",
        "Документ показывает, что мера проведена, но не показывает её содержание и итог. Дополните пакет.",
    ),
    ReturnReason(
        "contradiction",
        "Сведения расходятся с другими документами",
        "Сведения расходятся с другими документами пакета. Уточните даты, состав или количество.",
    ),
    ReturnReason(
        "outdated",
        "Загружена прежняя редакция",
        "Загружена прежняя редакция документа. Загрузите действующую.",
    ),
    ReturnReason("other", "Другая причина", ""),
)

PERSONAL_DATA = next(reason.code for reason in RETURN_REASONS if reason.personal_data)


def remark_for(code: str) -> str:
    """Return the remark a reason starts with; '' where none was chosen or it has none."""
    return next((reason.remark for reason in RETURN_REASONS if reason.code == code), "")
