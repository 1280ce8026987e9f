"""Kinds of evidence that schools send for the measures of an anti-risk programme (САЯ 12, 15, 26)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentType:
    code: str
    name: str
    numbered: bool = False
    """Has a date and a number of its own, which the school enters beside the file."""
    personal_data_risk: bool = False
    """Often shows pupils: the form reminds the school to check it (152-ФЗ)."""
    hint: str = ""


DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType("order", "Приказ", numbered=True, hint="С подписью и датой; приложения – тем же файлом."),
    DocumentType(
        "minutes",
        "Протокол",
        numbered=True,
        hint="Педагогического совета, методического объединения, родительского собрания: с решением.",
    ),
    DocumentType("plan", "План", hint="Утверждённый: видно, кем и когда."),
    DocumentType("programme", "Программа", hint="Утверждённая: видно, кем и когда."),
    DocumentType(
        "report", "Справка по итогам", numbered=True, hint="Что сделано, кто охвачен (числом), какой вывод."
    ),
    DocumentType(
        "analysis", "Аналитическая справка", numbered=True, hint="С данными до и после и с выводом."
    ),
    DocumentType(
        "attendance",
        "Лист регистрации",
        personal_data_risk=True,
        hint="Только педагоги и другие взрослые участники; обучающихся укажите числом.",
    ),
    DocumentType(
        "publication",
        "Снимок экрана или ссылка на публикацию",
        personal_data_risk=True,
        hint="К ссылке приложите копию страницы: ссылки перестают открываться.",
    ),
    DocumentType(
        "photo",
        "Фотография",
        personal_data_risk=True,
        hint="Без подписей с фамилиями и без узнаваемых обучающихся.",
    ),
    DocumentType("contract", "Договор или соглашение", numbered=True, hint="Подписанный обеими сторонами."),
    DocumentType(
        "certificate",
        "Удостоверение о повышении квалификации",
        numbered=True,
        hint="Без паспортных данных и СНИЛС.",
    ),
    DocumentType(
        "diagnostics",
        "Диагностические материалы",
        personal_data_risk=True,
        hint="Сводные результаты без фамилий обучающихся.",
    ),
    DocumentType("timetable", "Расписание", hint="Утверждённое, с периодом действия."),
    DocumentType("other", "Другой документ", hint="Назовите вид документа в описании."),
)
