"""Simple signatures: by whom, of which bytes, upon what; what they close, and how that is opened again."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import rows
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.access.closing import StageSigned
from webapp.database import now, session, transaction
from webapp.errors import Invalid, Stale
from webapp.models import (
    JournalEntry,
    LoginSession,
    Mark,
    Package,
    Remark,
    Report,
    SignatureAgreement,
    SignOff,
    Stage,
    StageReopening,
)
from webapp.reports import operations as reports
from webapp.signing import operations
from webapp.signing.operations import Requisites
from workflows.signing import SignState, Way
from workflows.vocabulary import State

Read = Callable[[str], Report]


def paper(report: Report) -> str:
    return next(file.sha256 for file in report.files if file.format == "pdf")


def signed(report: Report, town: World) -> int:
    with acting_as(town.coordinator):
        return operations.sign(report.number, paper(report), actor=town.coordinator, address="10.0.0.7")


def actions() -> list[str]:
    return [one.action for one in rows(JournalEntry)]


def test_a_signature_says_who_when_of_which_bytes_and_upon_what(
    town: World, report: Report, agreed: Requisites, report_of: Read
) -> None:
    number = signed(report, town)
    (row,) = rows(SignOff)
    assert row.id == number and (row.state, row.way) == (SignState.STANDING, Way.SIMPLE)
    assert (row.signer_name, row.signer_role) == (town.coordinator.name, town.coordinator.role)
    assert (row.sha256, row.data_sha256) == (paper(report), report.content_sha256)
    assert (
        row.basis.replace("\xa0", " ")
        == "Положение о простой электронной подписи, № 44-од от 20 января 2026 г."
    )
    assert row.address == "10.0.0.7" and row.stage_id == report.stage_id
    assert report_of(report.number).accepted_by_name == town.coordinator.name
    assert {one.state for one in rows(Package)} == {State.REPORTED}
    assert {"report.accepted", "report.signed"} <= set(actions())


def test_a_second_press_makes_no_second_signature(town: World, report: Report, agreed: Requisites) -> None:
    assert signed(report, town) == signed(report, town)
    assert len(rows(SignOff)) == 1 and actions().count("report.signed") == 1


def test_without_an_agreement_nobody_signs_inside_the_system(town: World, report: Report) -> None:
    with pytest.raises(Invalid, match="реквизиты соглашения"):
        signed(report, town)
    assert rows(SignOff) == [] and {one.state for one in rows(Package)} != {State.REPORTED}


def test_other_bytes_than_those_shown_are_not_signed(town: World, report: Report, agreed: Requisites) -> None:
    with acting_as(town.coordinator), pytest.raises(Stale, match="стал другим"):
        operations.sign(report.number, "0" * 64, actor=town.coordinator)


def test_a_report_that_no_longer_says_what_is_so_is_not_signed(
    town: World, stage: Stage, report: Report, packages: list[Package], agreed: Requisites
) -> None:
    with system_scope("test"), transaction():
        session.execute(
            update(Package).where(Package.id == packages[0].id).values(state=State.WITHDRAWN, seen=99)
        )
    with pytest.raises(Stale, match="изменились пакеты"):
        signed(report, town)


def test_nothing_below_a_signed_stage_changes_whoever_writes(
    town: World, report: Report, packages: list[Package], agreed: Requisites
) -> None:
    signed(report, town)
    for model, change in (
        (Package, {"late_reason": "Поздно"}),
        (Remark, {"text": "Другой текст"}),
        (Mark, {"comment": "Другое"}),
        (Stage, {"title": "Другой этап"}),
    ):
        with (
            system_scope("test"),
            pytest.raises(StageSigned, match="Отчёт этапа «Программы развития» подписан"),
            transaction(),
        ):
            row = session.scalars(select(model).where(_below(model, report))).first()
            for name, value in change.items():
                setattr(row, name, value)
        session.rollback()


def _below(model: type, report: Report) -> object:
    if model is Stage:
        return Stage.id == report.stage_id
    inside = select(Package.id).where(Package.stage_id == report.stage_id)
    return Package.id.in_(inside) if model is Package else model.package_id.in_(inside)  # type: ignore[attr-defined]


def test_other_stages_go_on(town: World, report: Report, agreed: Requisites) -> None:
    signed(report, town)
    other = make.package(town.school_1.school, town.stage)
    with system_scope("test"), transaction():
        session.scalars(select(Package).where(Package.id == other.id)).one().late_reason = "Болезнь"


def test_a_package_is_placed_after_the_signature(
    town: World, report: Report, packages: list[Package], agreed: Requisites, as_coordinator: Browser
) -> None:
    signed(report, town)
    with system_scope("test"):
        number = packages[0].number
    page = as_coordinator.get(f"/packages/{number}")
    assert page.has("Включён в отчёт этапа")


def test_a_stage_is_taken_up_again_with_a_reason_and_its_signatures_are_outdated(
    town: World, stage: Stage, report: Report, packages: list[Package], agreed: Requisites
) -> None:
    signed(report, town)
    with acting_as(town.coordinator):
        with pytest.raises(Invalid, match="почему этап возобновляется"):
            operations.reopen(stage.slug, "  ", actor=town.coordinator)
        operations.reopen(stage.slug, "Школа прислала исправленный приказ.", actor=town.coordinator)
        with pytest.raises(Stale, match="не подписан"):
            operations.reopen(stage.slug, "Ещё раз", actor=town.coordinator)
    (row,), (again,) = rows(SignOff), rows(StageReopening)
    assert row.state is SignState.OUTDATED and row.ended_at is not None
    assert (again.reason, again.by_name) == ("Школа прислала исправленный приказ.", town.coordinator.name)
    with system_scope("test"), transaction():
        found = session.scalars(select(Package).where(Package.stage_id == stage.id)).first()
        assert found is not None
        found.late_reason = "Можно"


def test_the_chief_signs_second_or_declines_with_a_reason(
    town: World, report: Report, agreed: Requisites, sign_in: SignIn
) -> None:
    signed(report, town)
    chief, address = sign_in(town.chief), f"/reports/{quote(report.number)}"
    bad = chief.post(f"{address}/decline", {"reason": ""}, status=422)
    assert bad.has("Напишите, почему отчёт не подписан")
    chief.post(f"{address}/decline", {"reason": "Нет сведений о СОШ № 5."})
    page = chief.get(address)
    assert page.has("Отказано в подписании", "Нет сведений о СОШ № 5.", "Подписан")
    chief.post(f"{address}/decline", {"reason": "Снова"}, status=409)
    assert [row.state for row in rows(SignOff)] == [SignState.STANDING, SignState.DECLINED]
    with acting_as(town.coordinator), pytest.raises(Invalid, match="руководитель управления"):
        operations.decline(report.number, "Нет", actor=town.coordinator)


def test_the_page_signs_with_a_fresh_password_only(
    town: World, report: Report, agreed: Requisites, as_coordinator: Browser
) -> None:
    address = f"/reports/{quote(report.number)}"
    page = as_coordinator.get(f"{address}/sign")
    assert page.has("Подписание отчёта", paper(report), "2 пакета", "№ 44-од")
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(fresh_at=now() - timedelta(minutes=16)))
    answer = as_coordinator.post(f"{address}/sign", {"sha256": paper(report)})
    assert answer.location.startswith("/session/fresh") and rows(SignOff) == []
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(fresh_at=now()))
    as_coordinator.get(f"{address}/sign")
    as_coordinator.post(f"{address}/sign", {"sha256": paper(report)})
    shown = as_coordinator.get(address)
    assert shown.has("Подписан", "Простая электронная подпись в системе", "Возобновить этап")
    assert not shown.tree.xpath('//a[.="Подписать"]')
    reopening = as_coordinator.get(f"{address}/reopen")
    assert reopening.has("Подписи под отчётом станут устаревшими")
    as_coordinator.post(f"{address}/reopen", {"reason": "Ошибка в сроках."})
    assert as_coordinator.get(address).has("Этап возобновлён", "Ошибка в сроках.", "Подпись устарела")


def test_foreign_people_and_other_roles_sign_nothing(
    town: World, report: Report, agreed: Requisites, sign_in: SignIn
) -> None:
    address = f"/reports/{quote(report.number)}"
    for person in (town.foreign_coordinator, town.curator, town.observer, town.school_1.head, town.expert):
        browser = sign_in(person)
        browser.get(f"{address}/sign", status=404)
        browser.post(f"{address}/sign", {"sha256": paper(report)}, status=404)
    assert rows(SignOff) == []


def test_the_agreement_is_recorded_and_earlier_ones_stay(town: World, as_coordinator: Browser) -> None:
    url = "/municipality/signature"
    assert as_coordinator.get(url).has("Реквизиты пока не указаны")
    assert as_coordinator.post(url, {"title": "", "number": "", "dated": ""}, status=422).has("Укажите номер")
    future = {"title": "Положение", "number": "1", "dated": "01.01.2099"}
    assert as_coordinator.post(url, future, status=422).has("ещё не наступила")
    for number in ("1-од", "2-од"):
        as_coordinator.post(url, {"title": "Положение о подписи", "number": number, "dated": "10.01.2026"})
    page = as_coordinator.get(url)
    assert page.has("Положение о подписи, № 2-од от 10 января 2026 г.", "Прежние документы", "№ 1-од")
    assert len(rows(SignatureAgreement)) == 2


def test_of_two_reports_the_one_made_anew_is_signed(
    town: World, stage: Stage, report: Report, agreed: Requisites, report_of: Read
) -> None:
    """A report that is made anew before the signature is the one to sign; the older one is refused."""
    with acting_as(town.coordinator):
        newer = reports.order(stage.slug, "Снова.", actor=town.coordinator)
    with pytest.raises(Stale, match="более новый отчёт"):
        signed(report, town)
    reports.build(report_of(newer).id, keep_alive=lambda: None)
    signed(report_of(newer), town)
    assert [row.report_id for row in rows(SignOff)] == [report_of(newer).id]
