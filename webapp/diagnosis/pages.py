"""What the pages of the risk profile and of the anti-risk programmes show: plain values for the macros."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.diagnosis.queries import PlanView, Profile, RiskLine
from webapp.errors import NotThere
from webapp.formatting import date_ru, date_short, fio_short
from webapp.tables import Column, TabItem
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RiskItem:
    """A row of the profile with what this person may do with it."""

    line: RiskLine
    verified: str
    activated: str
    plan_url: str
    plan_text: str
    verify_url: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    columns: tuple[Column, ...]
    tabs: tuple[TabItem, ...]
    items: tuple[RiskItem, ...]
    edit_url: str
    early: tuple[str, ...]
    """Names of risks activated before the curator verified them."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    facts: tuple[Fact, ...]
    edit_url: str
    tasks: tuple[Column, ...]
    indicators: tuple[Column, ...]
    measures: tuple[Column, ...]


PROFILE_COLUMNS = (
    Column("risk", "Фактор риска"),
    Column("significance", "Значимость"),
    Column("verified", "Верифицирован"),
    Column("activated", "Активирован"),
    Column("plan", "Антирисковая программа"),
)
TASK_COLUMNS = (Column("number", "№", numeric=True), Column("text", "Задача"))
INDICATOR_COLUMNS = (
    Column("title", "Показатель"),
    Column("unit", "Единица"),
    Column("base", "Было"),
    Column("planned", "План"),
    Column("actual", "Факт"),
    Column("due", "К сроку"),
)
MEASURE_COLUMNS = (
    Column("title", "Мера"),
    Column("task", "Задача №", numeric=True),
    Column("due", "Срок"),
    Column("executor", "Исполнитель"),
    Column("document", "Подтверждающий документ"),
    Column("stage", "Этап"),
)


@dataclass(frozen=True, slots=True)
class PlanColumns:
    tasks: tuple[Column, ...] = TASK_COLUMNS
    indicators: tuple[Column, ...] = INDICATOR_COLUMNS
    measures: tuple[Column, ...] = MEASURE_COLUMNS


PLAN_COLUMNS = PlanColumns()


def profile_page(profile: Profile, actor: Actor) -> ProfilePage:
    """Return what the page of a risk profile shows to this person."""
    code = profile.programme.code if profile.programme else ""
    own = actor.of_school and actor.school_id == profile.school_id
    return ProfilePage(
        columns=PROFILE_COLUMNS,
        tabs=tuple(
            TabItem(
                one.title,
                url_for("diagnosis.profile", slug=profile.school_slug, programme=one.code),
                None,
                one.code == code,
            )
            for one in profile.programmes
        ),
        items=tuple(_item(profile, line, code, actor, own=own) for line in profile.risks),
        edit_url=url_for("diagnosis.profile_edit", slug=profile.school_slug, programme=code)
        if own and code
        else "",
        early=tuple(line.name for line in profile.risks if line.activated_on and line.verified_at is None),
    )


def plan_page(plan: PlanView, actor: Actor) -> PlanPage:
    """Return what stands around the tables of an anti-risk programme."""
    facts = (
        Fact("Школа", plan.school_name),
        Fact("Проект", plan.programme_title),
        Fact("Риск активирован", date_ru(plan.activated_on) if plan.activated_on else "не активирован"),
        Fact("Период реализации", f"{date_short(plan.starts_on)} – {date_short(plan.ends_on)}"),
    )
    where: dict[str, Any] = {
        "slug": plan.school_slug,
        "risk": plan.risk_code,
        "programme": plan.programme_code,
    }
    edits = actor.of_school and plan.activated_on is not None
    return PlanPage(
        facts,
        url_for("diagnosis.plan_edit", **where) if edits else "",
        TASK_COLUMNS,
        INDICATOR_COLUMNS,
        MEASURE_COLUMNS,
    )


def risk_to_verify(profile: Profile, code: str, actor: Actor) -> RiskLine:
    """Return the risk a curator verifies; raises NotThere for other roles and for risks outside the profile."""
    line = next((risk for risk in profile.risks if risk.code == code), None)
    if line is None or actor.role is not Role.CURATOR:
        raise NotThere
    return line


def names_of(profile: Profile) -> dict[str, RiskLine]:
    """Return the risks the form of a profile is about, by code."""
    return {risk.code: risk for risk in (*profile.risks, *profile.offered)}


def _item(profile: Profile, line: RiskLine, code: str, actor: Actor, *, own: bool) -> RiskItem:
    where: dict[str, Any] = {"slug": profile.school_slug, "risk": line.code, "programme": code}
    verified = ""
    if line.verified_at is not None:
        day = line.verified_at.astimezone(ZoneInfo(actor.zone)).date()
        verified = f"{fio_short(line.verified_by)}, {date_short(day)}"
    shown = line.measures is not None or (own and line.activated_on is not None)
    return RiskItem(
        line=line,
        verified=verified,
        activated=date_short(line.activated_on) if line.activated_on else "",
        plan_url=url_for("diagnosis.plan", **where) if shown else "",
        plan_text="Составить программу" if line.measures is None else "Открыть программу",
        verify_url=url_for("diagnosis.verification", **where) if actor.role is Role.CURATOR else "",
    )
