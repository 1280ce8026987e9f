"""Программа развития образовательной организации (НСК 2.5; ТЮМ 2.9; 273-ФЗ, ст. 28, ч. 3, п. 7)."""

from workflows.kind import Answering, Kind, Question, SheetUse, Slot

KIND = Kind(
    code="development",
    title="Программа развития",
    short_title="программа развития",
    purpose="Программа развития школы по результатам самодиагностики, для согласования с учредителем.",
    route="development",
    sheet="development",
    sheet_use=SheetUse.WHOLE,
    slots=(
        Slot("programme", "Программа развития", "Вместе с титульным листом и дорожной картой, PDF или DOCX."),
        Slot("diagnosis", "Протокол самодиагностики", "Результаты последнего раунда."),
        Slot("collegial", "Протокол коллегиального органа", "О принятии программы.", required=False),
        Slot("other", "Другие файлы", required=False, many=True),
    ),
    questions=(
        Question("period_start", "Начало периода реализации", answering=Answering.DATE),
        Question("period_end", "Окончание периода реализации", answering=Answering.DATE),
        Question(
            "round", "Раунд самодиагностики, на котором построена программа", "Например: март 2026 года."
        ),
        Question("accepted_by", "Кем принята", "Педагогический совет, общее собрание работников."),
        Question("accepted_number", "Номер протокола о принятии", "Как в протоколе, например: 4."),
        Question("accepted_on", "Дата протокола о принятии", answering=Answering.DATE),
        Question("comment", "Пояснение для куратора", answering=Answering.TEXT, required=False),
    ),
    sources=("НСК 2.5", "ТЮМ 2.9", "ЗЕЯ 12"),
)
