"""Invented documents of any size for the tests of printing."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from webapp.printing.contents import (
    Agreement,
    AgreementSheet,
    AppendixPackage,
    Approval,
    Confirmation,
    CriterionAverage,
    CriterionRow,
    Deadline,
    DiaryLine,
    DiaryReport,
    FileLine,
    GeneralFacts,
    LetterRow,
    MarkMeaning,
    MeasureResult,
    Moment,
    Organisation,
    PackageConclusion,
    PackageCount,
    PackageReceipt,
    Parameters,
    Person,
    Provenance,
    Recommendation,
    RemarkRow,
    Requisites,
    RiskChange,
    SchoolCounts,
    SchoolLetter,
    SchoolResult,
    Score,
    SheetEdition,
    SheetGroup,
    SheetPart,
    SignatureMark,
    StageReport,
    Stamp,
    Threshold,
    TypicalRemark,
    VerdictCount,
    ZoneRange,
)
from webapp.printing.contents.roadmap_report import (
    ChangeLine,
    Figure,
    MeasureLine,
    OverdueLine,
    RoadmapReport,
    YearLine,
)  # fmt: skip

ZONE = "Asia/Krasnoyarsk"
NOON = Moment(datetime(2026, 11, 22, 5, 4, 30, tzinfo=UTC), ZONE)
OUTCOMES = ("Исполнена и подтверждена", "Исполнена частично", "Не подтверждена")
VERDICTS = ("Соответствует", "Соответствует с замечаниями", "Требует доработки", "Не соответствует")
ZONES = ("зелёная", "жёлтая", "жёлтая", "красная")
RISKS = (
    "Дефицит педагогических кадров",
    "Высокая доля обучающихся с рисками учебной неуспешности",
    "Низкий уровень оснащения школы",
)
MEASURES = (
    "Проведение диагностики профессиональных затруднений педагогов",
    "Индивидуальные образовательные маршруты обучающихся 5–9 классов",
    "Заключение договора о сетевом взаимодействии с гимназией",
)
CRITERIA = (
    "Описаны все риски, верифицированные в рисковом профиле школы, и указано, какие из них активированы.",
    "Анализ опирается на данные за 3 года с указанием источников.",
    "Причины низких результатов отделены от их проявлений.",
    "Сильные стороны и ресурсы школы названы и используются далее в тексте.",
    "Цель развития конкретна, достижима к названному сроку и связана с рисками.",
    "Каждая задача направлена на снижение хотя бы одного активированного риска.",
)
ORGANISATION = Organisation(
    "Управление образования администрации Среднереченского муниципального округа",
    "Администрация Среднереченского муниципального округа",
    "663000, г. Среднереченск, ул. Школьная, д. 1; электронная почта: uo@example.org",
)
PROVENANCE = Provenance(
    NOON, "", "K7QM-2XWP-9RTA-4HNC", "https://ekspertiza.example.org/verify/K7QM-2XWP-9RTA-4HNC"
)
COORDINATOR = Person("Муниципальный координатор", "М. П. Образцова")
CHIEF = Person("Руководитель управления образования", "В. И. Управленцев")
SHEET = SheetEdition(
    "Концепция развития", "2", date(2026, 2, 1), "приказ управления образования от 01.02.2026 № 17-од"
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def school_name(index: int, *, long: bool = False) -> str:
    if long:
        return (
            "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа "
            f"№ {index} с углублённым изучением отдельных предметов имени заслуженного учителя Российской "
            "Федерации» посёлка городского типа Верхнетихоозёрско-Каменногорский Среднереченского округа"
        )
    return f"МБОУ СОШ № {index} г. Среднереченска"


def file_line(name: str, slot: str = "Концепция развития", size: int = 1_234_567) -> FileLine:
    return FileLine(slot, name, size, digest(name))


def requisites(**changes: object) -> Requisites:
    values = {
        "organisation": ORGANISATION,
        "document_kind": "Отчёт",
        "number": "12/2026",
        "issued_on": date(2026, 11, 22),
        "place": "г. Среднереченск",
        "heading": "по итогам содержательной экспертизы подтверждающих документов исполненных мероприятий "
        "антирисковых программ в рамках 1-го этапа наступления позитивных изменений",
        "signatories": (COORDINATOR,),
        "approval": Approval(CHIEF.post, CHIEF.name),
    }
    return Requisites(**{**values, **changes})  # type: ignore[arg-type]


def conclusion(**changes: object) -> PackageConclusion:
    rows = tuple(
        CriterionRow(
            str(index),
            text,
            ("0 – не соответствует", "1 – частично", "2 – соответствует", "не применимо")[index % 4],
            None if index % 4 == 3 else Decimal(index % 4),
            Decimal(2),
            "В разделе 2 перечислены трудности, но не названы риски из рискового профиля."
            if index % 4 != 2
            else "",
            index in {1, 5},
        )
        for index, text in enumerate(CRITERIA, 1)
    )
    values = {
        "requisites": requisites(
            document_kind="Экспертное заключение",
            heading="по концепции развития МБОУ СОШ № 5 г. Среднереченска",
            approval=None,
            signature_marks=(
                SignatureMark("00A1B2C3D4E5F60718293A4B5C6D7E8F", "М. П. Образцова", date(2026, 1, 10), date(2027, 4, 10)),
            ),
        ),
        "package_number": "SRD-2026-142",
        "school": school_name(5),
        "programme": "500+",
        "stage": "Экспертиза концептуальных документов",
        "kind_title": "Концептуальные документы",
        "version": 3,
        "received_at": NOON,
        "files": (
            file_line("Концепция развития МБОУ СОШ № 5.docx"),
            file_line("Приказ_об_утверждении_концепции_развития_и_программы_2026_итог_v3_финал.pdf", "Приказ", 812),
        ),
        "sheet": SHEET,
        "parts": (
            SheetPart("Часть 1. Анализ", (SheetGroup("Риски и причины", rows[:3]),)),
            SheetPart("Часть 2. Цели и меры", (SheetGroup("", rows[3:]),)),
        ),
        "score": Score(Decimal("7.5"), Decimal(10), Decimal("75.0"), "жёлтая"),
        "verdict": VERDICTS[1],
        "rationale": (
            "Концепция в целом отвечает рискам школы. Цель связана с активированными рисками, однако часть "
            "показателей не имеет исходных значений.\nДоработка возможна без повторного рассмотрения.",
        ),
        "remarks": (
            RemarkRow(1, "существенное", "Критерий 1", "Концепция развития МБОУ СОШ № 5.docx, с. 4",
                      "В разделе 2 перечислены трудности, но не названы риски. Укажите, какие из них активированы.",
                      date(2026, 12, 1), "Раздел дополнен, с. 4–6.", "устранено, ожидает проверки"),
            RemarkRow(2, "рекомендация", "", "", "Добавьте сравнение с показателями соседних школ."),
        ),
        "examiners": (Person("Эксперт", "Д. О. Критериев"), Person("Эксперт", "Н. Ф. Заключина")),
        "confirmation": Confirmation(Person("Куратор", "А. С. Примеров"), NOON,
                                     "за куратора Т. В. Учебнову на период отпуска, приказ от 03.11.2026 № 88"),
        "provenance": PROVENANCE,
    }  # fmt: skip
    return PackageConclusion(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def receipt(files: int = 3, **changes: object) -> PackageReceipt:
    values = {
        "organisation": ORGANISATION,
        "package_number": "SRD-2026-142",
        "school": school_name(5),
        "programme": "500+",
        "stage": "Экспертиза концептуальных документов",
        "kind_title": "Концептуальные документы",
        "version": 1,
        "received": NOON,
        "sender": Person("Директор", "О. И. Школьнова"),
        "files": tuple(file_line(f"Документ {index}.docx") for index in range(1, files + 1)),
        "next_steps": (
            "Куратор проверит комплектность пакета до 25.11.2026.",
            "После подтверждения пакет поступит на содержательную экспертизу.",
        ),
        "provenance": PROVENANCE,
    }
    return PackageReceipt(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def letter(count: int = 3, **changes: object) -> SchoolLetter:
    """A letter with remarks by criterion."""
    values = {
        "organisation": ORGANISATION,
        "subject": "Заключение по итогам экспертизы",
        "school": school_name(5),
        "package": "srr-2026-142",
        "kind": "Концептуальные документы, 500+",
        "version": 2,
        "round": 2,
        "verdict": "Требует доработки",
        "text": ("Цель не измерима, показатели без исходных значений.",),
        "remarks": tuple(
            LetterRow(
                f"А.{1 + n // 2}. {CRITERIA[n % len(CRITERIA)]}", n + 1, f"Укажите исходное значение показателя {n + 1}.",
                ("Существенное", "Рекомендация")[n % 2], "«Концепция развития.docx», стр. 4" if n else "",
                None if n % 2 else date(2026, 12, 4),
            )
            for n in range(count)
        ),
        "opened": "Для исправления открыт весь пакет.",
        "mend_by": date(2026, 12, 4),
        "sender": Person("Направил:", "Образцова М. П."),
        "provenance": replace(PROVENANCE, verification_code=""),
        "is_draft": True,
    }  # fmt: skip
    return SchoolLetter(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def agreement(files: int = 2, **changes: object) -> AgreementSheet:
    values = {
        "requisites": requisites(
            document_kind="Лист согласования",
            heading=f"программы развития, {school_name(5)}",
            approval=None,
            signatories=(CHIEF,),
        ),
        "package_number": "srr-2026-142",
        "school": school_name(5),
        "programme": "Школа Минпросвещения России, 500+",
        "stage": "Программы развития",
        "period": "1 января 2027 г. – 31 декабря 2029 г.",
        "version": 2,
        "sent_at": NOON,
        "verdict": "Соответствует",
        "conclusion": "№ З-2026-7",
        "stamps": (
            Stamp("Принята", "Педагогический совет", "4", date(2026, 10, 30)),
            Stamp("Согласована", ORGANISATION.name, "01-12/345", date(2026, 11, 20)),
            Stamp("Утверждена", "Приказ директора", "118-од", date(2026, 11, 22)),
        ),
        "files": tuple(file_line(f"Программа {n}.pdf", "Программа развития") for n in range(1, files + 1)),
        "decision": "Программа развития согласована с учредителем: письмо № 01-12/345 от 20 ноября 2026 г.",
        "text": ("Рекомендуем ежегодно публиковать отчёт о реализации программы.",),
        "provenance": PROVENANCE,
    }
    return AgreementSheet(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def diary_report(entries: int = 2, long: bool = False, **changes: object) -> DiaryReport:
    examined = "Посетили два урока математики, посмотрели журнал консультаций. " * (130 if long else 1)
    lines = tuple(
        DiaryLine(
            n, NOON, school_name(n), "Куратор Анна Петровна", "Посещение школы", 90, "директор, завуч", "Этап 1 проекта 500+",
            examined.strip(), "Консультации не по графику.", "Утвердить график.", "Есть", "Внесена",
            (Agreement(f"Прислать приказ {n}", "Школа", date(2026, 6, 20), None),
             Agreement(f"Показать образец {n}", "Куратор", None, date(2026, 6, 12))),
            (f"График прислан {n}.",),
        )
        for n in range(1, entries + 1)
    )  # fmt: skip
    values = {
        "requisites": requisites(
            document_kind="Дневник куратора",
            heading="о работе со школами с 01.06.2026 по 30.06.2026",
            approval=None,
        ),
        "school": "",
        "curator": "Куратор Анна Петровна",
        "since": date(2026, 6, 1),
        "until": date(2026, 6, 30),
        "lines": lines,
        "provenance": PROVENANCE,
    }
    return DiaryReport(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def roadmap_report(rows: int = 3, **changes: object) -> RoadmapReport:
    measures = tuple(
        MeasureLine(
            "Организационные мероприятия" if n < 3 else "Методическая поддержка", f"{n}.", f"Совещание № {n} директоров школ",
            "Март", "март 2026", "УО, ОО", "Протокол совещания", "Исполнено и подтверждено", date(2026, 3, 20),
            date(2026, 3, 25), (f"файл «Протокол {n}.pdf»", "ссылка «Новость на сайте»"),
            "учитывается (срок наступил), исполнено",
        )
        for n in range(1, rows + 1)
    )  # fmt: skip
    values = {
        "requisites": requisites(
            document_kind="Отчёт",
            heading="о реализации мероприятий дорожной карты по состоянию на 10 июня 2026 г.",
            approval=None,
        ),
        "roadmap": "Муниципальная дорожная карта по реализации проекта «500+» на 2026 год",
        "number": "srr-dk-1",
        "approved": "Приказ Управления образования от 15.01.2026 № 15-од",
        "period": "1 января 2026 г. – 31 декабря 2026 г.",
        "project": "500+",
        "on": date(2026, 6, 10),
        "figures": (
            Figure("Чтение А: мероприятия, срок которых наступил на дату", 1, 4, is_reported=True),
            Figure("Чтение Б: все мероприятия дорожной карты на дату", 1, 6, is_reported=False),
        ),
        "measures": measures,
        "overdue": (OverdueLine("4.", "Размещение документов", date(2026, 4, 1), 70, "ОО"),),
        "changes": (
            ChangeLine("5.", "Школа педагога", "срок перенесён: сентябрь", "приказ № 21-од; болезнь"),
        ),
        "years": (YearLine("7.", "Школьные программы", 2026, "10", "8"),),
        "conclusions": ("Мероприятия первого полугодия исполнены.",),
        "provenance": PROVENANCE,
    }
    return RoadmapReport(**{**values, **changes}).sealed()  # type: ignore[arg-type]


def stage_report(schools: int = 3, *, long: bool = False, files: int = 3, **changes: object) -> StageReport:
    names = [school_name(index, long=long) for index in range(1, schools + 1)]
    values = {
        "requisites": requisites(),
        "general": GeneralFacts(
            "Федеральный проект «500+»",
            "Экспертиза подтверждающих документов, 1-й этап",
            Moment(datetime(2026, 4, 17, 17, 0, tzinfo=UTC), ZONE),
            Moment(datetime(2026, 4, 25, 16, 59, 59, tzinfo=UTC), ZONE),
            ("приказ управления образования от 01.02.2026 № 17-од «О проведении содержательной экспертизы»",),
            (PackageCount("Подтверждающие документы, 1-й этап", schools, schools - schools // 3),),
            (COORDINATOR, Person("Эксперт", "Д. О. Критериев")),
            SchoolCounts(schools, schools - schools // 3, schools // 4, schools // 3),
        ),
        "parameters": Parameters(
            ("Каждый пакет проверил куратор школы, затем рассмотрел эксперт, не участвовавший в проверке.",),
            (SHEET,),
            (MarkMeaning("2", "Соответствует"), MarkMeaning("1", "Частично"), MarkMeaning("0", "Не соответствует"),
             MarkMeaning("н/п", "Не применимо: критерий исключён из возможного максимума")),
            (Threshold(VERDICTS[0], "не менее 85 % и нет отметки 0 по блокирующему критерию"),
             Threshold(VERDICTS[1], "от 70 до 84 % и нет отметки 0 по блокирующему критерию"),
             Threshold(VERDICTS[2], "от 50 до 69 % или отметка 0 по блокирующему критерию"),
             Threshold(VERDICTS[3], "менее 50 %")),
            (ZoneRange("зелёная", "85 % и более"), ZoneRange("жёлтая", "от 50 до 84 %"), ZoneRange("красная", "менее 50 %")),
        ),
        "results": tuple(
            SchoolResult(name, f"SRD-2026-{index}", "Подтверждающие документы, 1-й этап", VERDICTS[index % 4],
                         None if index % 7 == 6 else Score(Decimal(20 - index % 9), Decimal(20), Decimal(100 - index % 9 * 5), ZONES[index % 4]),
                         1 + index % 2, index % 4 == 1)
            for index, name in enumerate(names)
        ),
        "verdicts": tuple(
            VerdictCount(verdict, len(range(place, schools, 4))) for place, verdict in enumerate(VERDICTS)
        ),
        "measures": tuple(
            MeasureResult(name, RISKS[n % 3], MEASURES[n % 3], int((index + n) % 3 == 0), 1, OUTCOMES[(index + n) % 3])
            for index, name in enumerate(names) for n in range(3)
        ),
        "changes": tuple(RiskChange(name, RISKS[index % 3], "наступили частично", "показатель 2 не достигнут")
                         for index, name in enumerate(names[:3])),
        "criteria": tuple(
            CriterionAverage(str(index), text, Decimal("1.25"), Decimal(2), schools, index, index in {1, 5}, index == 3)
            for index, text in enumerate(CRITERIA, 1)
        ),
        "typical_remarks": (
            TypicalRemark("Критерий 3", "Показатель не имеет исходного значения.", 7, tuple(names[:5])),
            TypicalRemark("Критерий 6", "Протокол не подписан и не содержит решения.", 2, tuple(names[:2])),
        ),
        "conclusions": (
            "Большинство школ подтвердило исполнение мероприятий, запланированных на 1-й этап.",
            "Муниципальному методическому центру рекомендуется провести консультации по постановке показателей.",
        ),
        "recommendations": tuple(
            Recommendation(name, "Дополнить программу исходными и целевыми значениями показателей.", date(2026, 5, 20))
            for name in names
        ),
        "deadlines": tuple(
            Deadline(name, "Подтверждающие документы, 1-й этап", NOON if index % 2 else None,
                     "перебои в работе связи" if index % 2 else "")
            for index, name in enumerate(names[: max(schools // 3, 1)])
        ),
        "appendix": tuple(
            AppendixPackage(f"SRD-2026-{index}", name, "Подтверждающие документы, 1-й этап", 1,
                            tuple(file_line(f"Справка {index}-{n}.pdf", MEASURES[n % 3]) for n in range(files)))
            for index, name in enumerate(names)
        ),
        "provenance": PROVENANCE,
    }  # fmt: skip
    return StageReport(**{**values, **changes}).sealed()  # type: ignore[arg-type]
