"""Подтверждающие документы исполненных мероприятий антирисковых программ (САЯ 12, 15, 16, 26, 27)."""

from workflows.kind import Kind, Per, Question, SheetUse, Slot


def evidence_kind(
    stage: int, sheet: str, sheet_use: SheetUse, questions: tuple[Question, ...], sources: tuple[str, ...]
) -> Kind:
    """Return the kind of evidence of one stage: its slots are the measures of the anti-risk programmes."""
    return Kind(
        code=f"evidence{stage}",
        title=f"Подтверждающие документы, {stage} этап",
        short_title=f"подтверждающие документы {stage} этапа",
        purpose="Приказы, протоколы, справки и другие документы, из которых видно, что меры исполнены.",
        route="main",
        sheet=sheet,
        sheet_use=sheet_use,
        evidence_stage=stage,
        slots=(
            Slot("measure", "Мера", many=True, per=Per.MEASURE, sheet=sheet),
            Slot(
                "summary",
                "Справка школы об исполнении мер",
                "Что исполнено, что перенесено и почему.",
                required=False,
            ),
            Slot("other", "Другие файлы", required=False, many=True),
        ),
        questions=questions,
        sources=sources,
    )
