"""Подтверждающие документы, 2 этап (САЯ 26, 27)."""

from workflows.kind import Answering, Question, SheetUse
from workflows.kinds.evidence import evidence_kind

KIND = evidence_kind(
    2,
    "evidence_stage2",
    SheetUse.WHOLE,
    (
        Question("period_start", "Меры исполнены с", answering=Answering.DATE),
        Question("period_end", "по", answering=Answering.DATE),
        Question(
            "changes",
            "Какие изменения наступили",
            "По каждому риску: было, планировали, стало.",
            Answering.TEXT,
        ),
        Question("sustained", "Что продолжится в следующем году", answering=Answering.TEXT, required=False),
        Question("comment", "Пояснение для куратора", answering=Answering.TEXT, required=False),
    ),
    ("САЯ 26", "САЯ 27"),
)
