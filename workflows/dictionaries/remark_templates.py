"""Remarks that teach: ready texts for a return, tied to the criteria they usually belong to."""

from dataclasses import dataclass

from workflows.vocabulary import RemarkKind


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """A criterion of a sheet the product ships with."""

    sheet: str
    criterion: str


@dataclass(frozen=True, slots=True)
class RemarkTemplate:
    """A remark to start from; the curator replaces names, numbers and dates with those of the case."""

    code: str
    text: str
    kind: RemarkKind
    criteria: tuple[CriterionRef, ...] = ()
    """Where to offer it; a template without criteria fits any."""
    basis: str = ""
    """The norm or the order it follows from."""
    archived: bool = False
    """Kept for those who look it up, offered no more."""


REMARK_TEMPLATES: tuple[RemarkTemplate, ...] = (
    RemarkTemplate(
        "risks_not_named",
        "В разделе 2 перечислены трудности, но не названы риски из рискового профиля. Укажите, какие из них активированы, и по каждому дайте данные за три года.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("concept", "А.1"), CriterionRef("concept", "А.2")),
    ),
    RemarkTemplate(
        "no_base_value",
        "Показатель «повышение качества обучения» не имеет исходного значения. Добавьте: доля … на 01.09.2025 – … %, план на 30.05.2026 – … %.",
        RemarkKind.ESSENTIAL,
        (
            CriterionRef("medium_term", "А.3"),
            CriterionRef("anti_risk", "А.3"),
            CriterionRef("development", "В.1"),
            CriterionRef("effective_mode", "А.3"),
        ),
    ),
    RemarkTemplate(
        "risk_without_measures",
        "По риску «Дефицит педагогических кадров» нет ни одной меры. Дополните программу или обоснуйте, почему риск не активирован.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("medium_term", "Б.1"), CriterionRef("anti_risk", "Б.2")),
    ),
    RemarkTemplate(
        "measure_after_window",
        "Мера 3 запланирована на декабрь, а экспертиза 1-го этапа – в апреле: подтвердить её невозможно. Измените срок или отметьте как меру 2-го этапа.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("medium_term", "Б.2"), CriterionRef("anti_risk", "В.2")),
    ),
    RemarkTemplate(
        "protocol_unsigned",
        "Протокол педсовета не подписан и не содержит решения. Загрузите подписанную редакцию.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("evidence_stage1", "А.3"), CriterionRef("evidence_stage1", "Б.3")),
    ),
    RemarkTemplate(
        "outside_period",
        "Справка относится к 2024 году, период программы – 2026 год.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("evidence_stage1", "А.2"),),
    ),
    RemarkTemplate(
        "personal_data",
        "На листе регистрации видны фамилии обучающихся. Замените документ на сводку с количеством участников (152-ФЗ).",
        RemarkKind.ESSENTIAL,
        (
            CriterionRef("evidence_stage1", "В.3"),
            CriterionRef("evidence_stage2", "В.2"),
            CriterionRef("concept", "В.4"),
        ),
    ),
    RemarkTemplate(
        "another_measure",
        "Документ не связан с мерой: программа семинара прошла в другой школе. Приложите документ вашей школы.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("evidence_stage1", "А.1"),),
    ),
    RemarkTemplate(
        "old_diagnosis_round",
        "Дорожная карта программы развития составлена по результатам первого раунда самодиагностики; проведён второй. Обновите раздел 3.1 и пересмотрите показатели.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("development", "А.2"),),
    ),
    RemarkTemplate(
        "process_not_result",
        "Ожидаемый результат сформулирован как процесс («обеспечено проведение»). Сформулируйте, что изменится у обучающихся.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("concept", "Б.3"), CriterionRef("development", "Б.4")),
    ),
    RemarkTemplate(
        "not_fixed",
        "Замечание от 14.03 не устранено: ответственные указаны по фамилиям, но не по должностям.",
        RemarkKind.ESSENTIAL,
        (CriterionRef("concept", "В.1"),),
    ),
    RemarkTemplate(
        "unreadable",
        "Файл не открывается. Загрузите повторно в PDF или DOCX (до 20 МБ).",
        RemarkKind.ESSENTIAL,
    ),
    RemarkTemplate(
        "numbers_differ",
        "Просим подтвердить цифру охвата: в справке 34 педагога, в приказе 21.",
        RemarkKind.EDITORIAL,
        (CriterionRef("evidence_stage1", "В.1"), CriterionRef("evidence_stage1", "Б.2")),
    ),
    RemarkTemplate(
        "recommendation",
        "Содержание хорошее. Рекомендация на следующий год: добавьте сравнение с показателями соседних школ.",
        RemarkKind.RECOMMENDATION,
    ),
)
