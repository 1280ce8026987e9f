"""A small world for tests: two municipalities, so that every list has rows that must not be seen."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests import factories as make
from webapp.access.actor import Actor, system_scope
from webapp.database import transaction
from webapp.models import Curatorship, Municipality, Programme, School, Stage


@dataclass(frozen=True, slots=True)
class SchoolPeople:
    school: School
    coordinator: Actor
    head: Actor


@dataclass(frozen=True, slots=True)
class World:
    """The people are actors: `acting_as(town.curator)`, `sign_in(town.curator)`."""

    municipality: Municipality
    school_1: SchoolPeople
    school_2: SchoolPeople
    school_3: SchoolPeople
    curator: Actor
    other_curator: Actor
    expert: Actor
    other_expert: Actor
    coordinator: Actor
    chief: Actor
    observer: Actor
    admin: Actor
    curatorship: Curatorship
    programme: Programme
    stage: Stage
    foreign: Municipality
    foreign_school: SchoolPeople
    foreign_coordinator: Actor
    foreign_curator: Actor
    foreign_stage: Stage

    @property
    def today(self) -> date:
        return make.today()


def build() -> World:
    """Fill the empty database: Среднереченск with three schools, Верхнеозёрск with one."""
    with system_scope("factory"), transaction():
        return _build()


def _build() -> World:
    place = make.municipality("srr", "Среднереченский муниципальный округ", zone="Asia/Krasnoyarsk")
    foreign = make.municipality(
        "voz", "Верхнеозёрский муниципальный район", zone="Asia/Irkutsk", region="vostok"
    )
    schools = [
        _school(place, 1, "МБОУ «Лесногорская СОШ»"),
        _school(place, 2, "МБОУ СОШ № 5 г. Среднереченска"),
        _school(place, 3, "МБОУ «Тихоозёрская ООШ»"),
    ]
    foreign_school = _school(foreign, 9, "МБОУ «Чужая СОШ № 77»")
    programme = make.programme(place, code="500-2026", title="Проект «500+»")
    foreign_programme = make.programme(foreign, code="500-2026", title="Проект «500+»")
    stage = make.stage(
        programme, slug="concept-2026", title="Концептуальные документы", kinds=("concept", "development")
    )
    foreign_stage = make.stage(
        foreign_programme, slug="concept-2026", title="Чужой этап", kinds=("concept", "development")
    )
    for one in schools:
        make.participation(programme, one.school)
    make.participation(foreign_programme, foreign_school.school)
    curator = make.person("Примеров Алексей Сергеевич", "curator", municipality=place)
    foreign_curator = make.person("Чужеземцев Кирилл Львович", "curator", municipality=foreign)
    other_curator = make.person("Учебнова Татьяна Викторовна", "curator", municipality=place)
    curatorship = make.curatorship(curator, schools[0].school)
    make.curatorship(curator, schools[1].school)
    make.curatorship(other_curator, schools[2].school)
    make.curatorship(foreign_curator, foreign_school.school)
    return World(
        municipality=place,
        school_1=schools[0],
        school_2=schools[1],
        school_3=schools[2],
        curator=curator,
        other_curator=other_curator,
        expert=make.person("Критериев Дмитрий Олегович", "expert", municipality=place),
        other_expert=make.person("Заключина Наталья Фёдоровна", "expert", municipality=place),
        coordinator=make.person("Образцова Мария Петровна", "coordinator", municipality=place),
        chief=make.person("Управленцев Виктор Иванович", "chief", municipality=place),
        observer=make.person("Наблюдова Ирина Олеговна", "observer", region="sibir"),
        admin=make.person("Админов Олег Игоревич", "admin"),
        curatorship=curatorship,
        programme=programme,
        stage=stage,
        foreign=foreign,
        foreign_school=foreign_school,
        foreign_coordinator=make.person("Соседова Анна Павловна", "coordinator", municipality=foreign),
        foreign_curator=foreign_curator,
        foreign_stage=foreign_stage,
    )


def _school(place: Municipality, n: int, name: str) -> SchoolPeople:
    school = make.school(place, slug=f"school-{n}", name=name)
    return SchoolPeople(
        school,
        make.person(f"Координаторова {n} Ольга Ивановна", "school", school=school),
        make.person(f"Директорова {n} Елена Павловна", "head", school=school),
    )


def long_ago(days: int) -> date:
    return make.today() - timedelta(days=days)
