"""The risk profiles of the schools of «500+»: significance, what the curator found, what the school activated."""

from dataclasses import dataclass

from workflows.vocabulary import Significance


@dataclass(frozen=True, slots=True)
class ProfileRisk:
    code: str
    significance: Significance
    activated: bool
    note: str
    """The curator's words when the risk was verified."""


_HIGH, _MEDIUM, _LOW = Significance.HIGH, Significance.MEDIUM, Significance.LOW

RISK_PROFILES: dict[str, tuple[ProfileRisk, ...]] = {
    "school-2-zarechny": (
        ProfileRisk("learning_failure", _HIGH, True, "Подтверждается журналами 5–8 классов и итогами ВПР за три года."),
        ProfileRisk("competence", _MEDIUM, True, "Посещено 9 уроков: разбор ошибок на уроке есть у троих учителей."),
        ProfileRisk("parents", _MEDIUM, True, "Явка на собрания проверена по протоколам, анкеты родителей изучены."),
        ProfileRisk("staff_shortage", _LOW, False, "Вакансии закрыты совместителями до конца учебного года."),
    ),
    "school-5": (
        ProfileRisk("competence", _HIGH, True, "Диагностика предметных затруднений проведена, результат совпадает с профилем."),
        ProfileRisk("learning_failure", _HIGH, True, "Списки группы риска сверены с журналами, расхождений нет."),
        ProfileRisk("special_needs", _MEDIUM, True, "Заключения ПМПК имеются, ставка дефектолога не занята."),
        ProfileRisk("equipment", _LOW, False, "Поставка оборудования прошла осенью, риск снят."),
    ),
    "lesnogorskaya": (
        ProfileRisk("staff_shortage", _HIGH, True, "Тарификация проверена: часы физики и химии ведут неспециалисты."),
        ProfileRisk("equipment", _HIGH, True, "Осмотрены кабинеты, составлена ведомость вместе с завхозом."),
        ProfileRisk("learning_failure", _MEDIUM, True, "Подтверждается итогами промежуточной аттестации."),
        ProfileRisk("parents", _LOW, False, "Совет родителей работает, явка выше средней по округу."),
    ),
    "tikhoozyorskaya": (
        ProfileRisk("parents", _HIGH, True, "Беседы с классными руководителями подтвердили данные анкет."),
        ProfileRisk("staff_shortage", _HIGH, True, "Пятеро учителей ведут по два и более предмета."),
        ProfileRisk("special_needs", _MEDIUM, True, "Адаптированные программы есть, условия выполняются частично."),
        ProfileRisk("competence", _LOW, False, "Учителя прошли курсы в прошлом году, риск не активируется."),
    ),
    "verkhneozyorskaya": (
        ProfileRisk("learning_failure", _HIGH, True, "Подтверждается журналами и итогами ВПР."),
        ProfileRisk("parents", _MEDIUM, True, "Подтверждается протоколами собраний."),
    ),
    "sosnovskaya": (
        ProfileRisk("staff_shortage", _HIGH, True, "Вакансии открыты второй год."),
        ProfileRisk("competence", _MEDIUM, True, "Посещены уроки, риск подтверждён."),
    ),
    "rybatskaya": (
        ProfileRisk("equipment", _HIGH, True, "Ведомость оборудования составлена при выезде."),
        ProfileRisk("special_needs", _MEDIUM, True, "Специалистов сопровождения в школе нет."),
    ),
}  # fmt: skip


def activated(slug: str) -> tuple[ProfileRisk, ...]:
    """The risks this school works on; empty for a school outside «500+»."""
    return tuple(risk for risk in RISK_PROFILES.get(slug, ()) if risk.activated)
