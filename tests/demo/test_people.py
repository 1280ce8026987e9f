"""The people and places of the demonstration are complete, artificial and agree with each other."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from demo.people import (
    ASSIGNMENTS,
    LOGINS,
    PEOPLE,
    SUBSTITUTION,
    curator_of,
    deputy_of,
    director_of,
    person,
)
from demo.schools import MUNICIPALITIES, PROGRAMMES, SCHOOLS, DemoSchool, programmes_of, school
from demo.texts.profiles import PROFILES
from demo.texts.risk_profiles import RISK_PROFILES, activated
from workflows.dictionaries.risks import RISKS
from workflows.vocabulary import Role

ALL = pytest.mark.parametrize("one", SCHOOLS, ids=lambda one: one.slug)


def test_the_promised_accounts_exist_and_no_other() -> None:
    schools = {f"{kind}{n}@example.org" for kind in ("school", "head") for n in range(1, 11)}
    names = (
        "curator1",
        "curator2",
        "curator3",
        "expert1",
        "expert2",
        "coordinator",
        "chief",
        "observer",
        "admin",
    )
    neighbours = ("coordinator-b", "curator-b", "school-b", "head-b")
    assert {one.email for one in PEOPLE} == schools | {
        f"{name}@example.org" for name in (*names, *neighbours)
    }


def test_addresses_and_names_are_unique() -> None:
    assert len({one.email for one in PEOPLE}) == len(PEOPLE)
    assert len({one.name for one in PEOPLE}) == len(PEOPLE)


def test_every_login_printed_belongs_to_a_person_of_that_place() -> None:
    for login in LOGINS:
        assert person(login.email).email == login.email
        assert login.role and login.sees


def test_every_account_is_printed_by_itself_or_in_its_range() -> None:
    printed = {login.email for login in LOGINS}
    for login in LOGINS:
        if login.last:
            name = login.email.partition("@")[0].rstrip("0123456789")
            count = int(login.last.partition("@")[0].removeprefix(name))
            printed |= {f"{name}{n}@example.org" for n in range(1, count + 1)}
    assert printed == {one.email for one in PEOPLE}


def test_a_name_is_shortened_for_lists_and_for_signatures() -> None:
    coordinator = person("coordinator@example.org")
    assert (coordinator.initials, coordinator.signature) == ("Образцова М. П.", "М. П. Образцова")


@ALL
def test_every_school_has_a_director_a_deputy_and_a_curator_of_its_municipality(one: DemoSchool) -> None:
    assert director_of(one).role is Role.HEAD
    assert deputy_of(one).role is Role.SCHOOL
    assert curator_of(one).municipality == one.municipality


def test_a_school_has_one_curator() -> None:
    assert sorted(a.school for a in ASSIGNMENTS) == sorted(one.slug for one in SCHOOLS)


def test_a_substitute_is_not_the_curator_he_stands_in_for() -> None:
    starts, ends = SUBSTITUTION.period(date(2026, 11, 22))
    assert starts < date(2026, 11, 22) < ends
    assert curator_of(school(SUBSTITUTION.school)).email == SUBSTITUTION.curator != SUBSTITUTION.substitute


def test_programmes_hold_the_schools_the_town_has() -> None:
    sizes = {(p.municipality, p.code): len(p.schools) for p in PROGRAMMES}
    assert sizes["srr", "500plus"] == 4
    assert sizes["srr", "shmr"] == 10
    assert sizes["srr", "shnor"] == 6
    assert all(school(slug).municipality == p.municipality for p in PROGRAMMES for slug in p.schools)


def test_municipalities_live_in_different_time_zones() -> None:
    assert [one.zone for one in MUNICIPALITIES] == ["Asia/Krasnoyarsk", "Asia/Irkutsk"]
    assert all(ZoneInfo(one.zone) for one in MUNICIPALITIES)


@ALL
def test_a_school_with_risks_is_in_the_project_and_activates_some(one: DemoSchool) -> None:
    in_project = any(p.code == "500plus" for p in programmes_of(one))
    assert bool(activated(one.slug)) is in_project
    assert {risk.code for risk in RISK_PROFILES.get(one.slug, ())} <= {
        risk.code for risk in RISKS if risk.active
    }


def test_no_paragraph_about_a_school_is_said_of_another_one() -> None:
    texts = [text for p in PROFILES.values() for text in (p.about, p.symptom, p.cause, *p.strengths)]
    assert len(set(texts)) == len(texts)
    assert set(PROFILES) == {one.slug for one in SCHOOLS}
