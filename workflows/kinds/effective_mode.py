"""Школьная программа перевода школы в эффективный режим работы (УГЛ 3.2, 3.3)."""

from workflows.kind import Answering, Kind, Question, SheetUse, Slot

KIND = Kind(
    code="effective_mode",
    title="Программа перевода в эффективный режим работы",
    short_title="программа перевода в эффективный режим",
    purpose="Программа школы с низкими результатами или в неблагоприятных социальных условиях.",
    route="programme",
    sheet="effective_mode",
    sheet_use=SheetUse.WHOLE,
    slots=(
        Slot("programme", "Программа перевода в эффективный режим", "Утверждённый документ, PDF или DOCX."),
        Slot("order", "Приказ об утверждении", required=False),
        Slot("other", "Другие файлы", required=False, many=True),
    ),
    questions=(
        Question("period_start", "Начало периода реализации", answering=Answering.DATE),
        Question("period_end", "Окончание периода реализации", answering=Answering.DATE),
        Question("priorities", "Приоритеты программы", "Не более трёх.", Answering.TEXT),
        Question("comment", "Пояснение для куратора", answering=Answering.TEXT, required=False),
    ),
    sources=("УГЛ 3.2", "УГЛ 3.3"),
)
