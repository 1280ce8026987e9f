"""A stage with judged packages, and reports made without a worker."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.webapp.reports.judging import Case, judged
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.models import Package, Report, Stage
from webapp.reports import operations
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind

NO_GOAL = "Цель не измерима: укажите показатель и срок."


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    """Rows are looked at as the product; whoever acts in a test says so."""
    with system_scope("test"):
        yield


@pytest.fixture
def stage(town: World) -> Stage:
    """A stage on which each of three schools owes one programme of development."""
    row: Stage = make.stage(
        town.programme, slug="programmes-2026", title="Программы развития", kinds=("development",)
    )
    return row


@pytest.fixture
def packages(town: World, stage: Stage) -> list[Package]:
    """Two of the three schools have presented, and both are judged."""
    remark = (RemarkKind.EDITORIAL, "Б.2", NO_GOAL)
    advice = (RemarkKind.RECOMMENDATION, "", "Добавьте сравнение с показателями соседних школ.")
    return [
        judged(town, town.school_1.school, stage, Case(VerdictKind.CONFORMS, remarks=(remark, advice))),
        judged(
            town, town.school_2.school, stage,
            Case(VerdictKind.WITH_REMARKS, {"Б.2": MarkValue.ZERO, "А.1": MarkValue.ONE}, remarks=(remark,), days_late=30),
        ),
    ]  # fmt: skip


@pytest.fixture
def order(town: World) -> Callable[..., str]:
    def ask(stage: Stage, text: str = "Школы в целом справились.") -> str:
        with acting_as(town.coordinator):
            return operations.order(stage.slug, text, actor=town.coordinator)

    return ask


@pytest.fixture
def report_of() -> Callable[[str], Report]:
    """Return a report as it is in the database now."""

    def read(number: str) -> Report:
        session.rollback()
        session.expire_all()
        with system_scope("test"):
            from sqlalchemy.orm import selectinload

            found = session.scalar(
                select(Report).where(Report.number == number).options(selectinload(Report.files))
            )
        assert found is not None
        return found

    return read


@pytest.fixture
def made(order: Callable[..., str], report_of: Callable[[str], Report]) -> Callable[[Stage], Report]:
    """Order the report on a stage and make it, as the worker does."""

    def make_it(stage: Stage) -> Report:
        number = order(stage)
        operations.build(report_of(number).id, keep_alive=lambda: None)
        return report_of(number)

    return make_it


def rows(model: Any, *conditions: Any) -> list[Any]:
    """Return the rows of a model, read anew as the product."""
    session.rollback()
    session.expire_all()
    with system_scope("test"):
        return list(session.scalars(select(model).where(*conditions)))
