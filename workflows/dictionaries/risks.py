"""Risk factors of a school's risk profile («500+», САЯ 8). No official list is public: the municipality may edit it."""

from dataclasses import dataclass

EDITIONS = (2021, 2022)
BOTH, FIRST, SECOND = EDITIONS, (2021,), (2022,)


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk factor. An inactive one is kept for profiles of its edition and is not offered in new ones."""

    code: str
    name: str
    editions: tuple[int, ...]
    active: bool = True


RISKS: tuple[Risk, ...] = (
    Risk("equipment", "Низкий уровень оснащения школы", BOTH),
    Risk("staff_shortage", "Дефицит педагогических кадров", BOTH),
    Risk(
        "competence", "Недостаточная предметная и методическая компетентность педагогических работников", BOTH
    ),
    Risk("special_needs", "Высокая доля обучающихся с ОВЗ", BOTH),
    Risk("language_barriers", "Низкое качество преодоления языковых и культурных барьеров", BOTH),
    Risk("motivation", "Низкая учебная мотивация обучающихся", FIRST, active=False),
    Risk("wellbeing", "Пониженный уровень школьного благополучия", FIRST, active=False),
    Risk("discipline", "Низкий уровень дисциплины в классе", FIRST, active=False),
    Risk("learning_failure", "Высокая доля обучающихся с рисками учебной неуспешности", BOTH),
    Risk("parents", "Низкий уровень вовлечённости родителей", BOTH),
    Risk("adaptivity", "Риски низкой адаптивности учебного процесса", SECOND),
    Risk("inner_training", "Несформированность внутришкольной системы повышения квалификации", SECOND),
    Risk(
        "environment", "Пониженный уровень качества школьной образовательной и воспитательной среды", SECOND
    ),
)
