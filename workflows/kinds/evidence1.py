"""Подтверждающие документы, 1 этап (САЯ 12, 15, 16)."""

from workflows.kind import Answering, Question, SheetUse
from workflows.kinds.evidence import evidence_kind

KIND = evidence_kind(
    1,
    "evidence_stage1",
    SheetUse.PER_MEASURE,
    (
        Question("period_start", "Меры исполнены с", answering=Answering.DATE),
        Question("period_end", "по", answering=Answering.DATE),
        Question("moved", "Какие меры перенесены и почему", answering=Answering.TEXT, required=False),
        Question("comment", "Пояснение для куратора", answering=Answering.TEXT, required=False),
    ),
    ("САЯ 12", "САЯ 15", "САЯ 16"),
)
