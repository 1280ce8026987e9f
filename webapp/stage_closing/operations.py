"""What the coordinator says of a stage before signing."""

from collections.abc import Mapping

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Stage, StageCheck
from webapp.reports import queries as reports
from webapp.reports.operations import CONCLUSION_LIMIT, keep_conclusion
from workflows.signing import SignState
from workflows.stage_closing import BY_PERSON, Item

CHANGED = "Выводы с тех пор изменил другой человек, его текст в истории. Сохраните ещё раз, чтобы заменить его своим."
SIGNED = "Отчёт этапа подписан: отметки больше не изменяются. Возобновите этап, если нужно исправить."


def conclude(slug: str, text: str, *, seen: int, actor: Actor) -> None:
    """Keep the conclusions of a stage as one more row of their history; the same words again are no row.

    `seen` is the id of the row the person read. Raises NotThere, Stale once signed,
    Invalid when another has written since."""
    words = text.strip()
    if len(words) > CONCLUSION_LIMIT:
        raise Invalid(f"Сократите выводы до {CONCLUSION_LIMIT} знаков.", "text")
    with transaction():
        stage = _open_stage(slug, actor)
        last = reports.conclusion(stage.id)
        if (last.id if last else 0) != seen:
            raise Invalid(CHANGED, "text")
        keep_conclusion(stage, words, actor=actor)


def answer(slug: str, said: Mapping[Item, bool], *, actor: Actor) -> None:
    """Keep the answers to lines that a person answers. Raises NotThere, Stale once the report is signed."""
    with transaction():
        stage = _open_stage(slug, actor)
        rows = {
            row.item: row
            for row in session.scalars(select(StageCheck).where(StageCheck.stage_id == stage.id))
        }
        before = {item.value: rows[item].met for item in said if item in rows}
        for item in (one for one in BY_PERSON if one in said):
            row = rows.get(item)
            if row is None:
                row = StageCheck(municipality_id=stage.municipality_id, stage_id=stage.id, item=item)
                session.add(row)
            row.met, row.by_name, row.at = said[item], actor.name, now()
        journal.record(
            "stage.checked", kind="stage", object_id=slug, before=before,
            after={item.value: met for item, met in said.items() if item in BY_PERSON},
        )  # fmt: skip


def _open_stage(slug: str, actor: Actor) -> Stage:
    """Return the stage, locked; raises NotThere, Stale once its report is signed."""
    stage = session.scalar(
        select(Stage)
        .where(Stage.slug == slug, Stage.municipality_id == actor.municipality_id)
        .with_for_update()
    )
    if stage is None:
        raise NotThere
    if any(one.state is SignState.STANDING for one in reports.signatures_of_stage(stage.id)):
        raise Stale(SIGNED)
    return stage
