"""Пакет концептуальных документов «500+» (САЯ 8, 11): concept, medium-term and anti-risk programmes."""

from workflows.kind import Answering, Kind, Per, Question, SheetUse, Slot

KIND = Kind(
    code="concept",
    title="Концептуальные документы",
    short_title="концептуальные документы",
    purpose="Концепция развития, среднесрочная программа и антирисковая программа по каждому риску.",
    route="main",
    sheet="concept",
    sheet_use=SheetUse.PER_DOCUMENT,
    needs_risk_programmes=True,
    slots=(
        Slot(
            "concept",
            "Концепция развития",
            "Утверждённый документ с реквизитами, PDF или DOCX.",
            sheet="concept",
        ),
        Slot(
            "medium_term",
            "Среднесрочная программа развития",
            "С паспортом программы и показателями: исходное и целевое значение.",
            sheet="medium_term",
        ),
        Slot(
            "anti_risk",
            "Антирисковая программа",
            "Одна программа на каждый активированный риск.",
            per=Per.RISK,
            sheet="anti_risk",
        ),
        Slot(
            "order",
            "Приказ об утверждении",
            "Если документы утверждены отдельным приказом.",
            required=False,
            many=True,
        ),
        Slot(
            "other", "Другие файлы", "Протокол педагогического совета, приложения.", required=False, many=True
        ),
    ),
    questions=(
        Question("approved", "Чем утверждены документы", "Вид, дата и номер: приказ от 14.03.2026 № 41."),
        Question(
            "collegial", "Каким коллегиальным органом приняты", "Педагогический совет, протокол и дата."
        ),
        Question("period_start", "Начало реализации", answering=Answering.DATE),
        Question("period_end", "Окончание реализации", answering=Answering.DATE),
        Question(
            "published", "Адрес размещения на сайте школы", "Если документы уже опубликованы.", required=False
        ),
        Question("comment", "Пояснение для куратора", answering=Answering.TEXT, required=False),
    ),
    sources=("САЯ 8", "САЯ 11"),
)
