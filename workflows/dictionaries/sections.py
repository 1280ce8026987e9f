"""Parts of the documents that schools send, by the slot they are put into.

Composition of the concept, the medium-term and the anti-risk programme: САЯ 8, 11, 12; of a development programme:
letter of the Ministry of Education of 17.06.2024 № 03-877; of a programme of effective mode: УГЛ 3.2; of evidence: К09."""

from workflows.completeness import Document, Part

_ORGANISATION = Part(
    "organisation",
    "Наименование организации",
    ("школа", "гимназия", "лицей", "общеобразовательн* учрежден*", "общеобразовательн* организац*", "мбоу", "маоу", "мкоу", "мобу"),
    on_title=True,
)  # fmt: skip
_APPROVED = Part(
    "approved",
    "Отметка об утверждении",
    ("утверждаю", "утвержден*", "утверждена приказом", "приказ* от"),
    on_title=True,
)
_ACCEPTED = Part(
    "accepted",
    "Отметка о принятии коллегиальным органом",
    ("принят*", "рассмотрен*", "педагогическ* совет*", "протокол*"),
    on_title=True,
)
_AGREED = Part("agreed", "Отметка о согласовании с учредителем", ("согласован*",), on_title=True)
_PERIOD = Part(
    "period",
    "Период реализации",
    ("срок* реализац*", "период* реализац*", "этап* реализац*", "на 20* год*", "на 20* - 20*", "20* учебн* год*", "20* годы", "20* гг"),
)  # fmt: skip
_AIM = Part("aim", "Цель", ("цель", "цели", "цель и задач*"))
_TASKS = Part("tasks", "Задачи", ("задач*",))
_INDICATORS = Part("indicators", "Целевые показатели", ("показател*", "индикатор*"))
_MEASURES = Part("measures", "Меры и мероприятия", ("мероприят*", "меры", "план* действи*", "дорожн* карт*"))
_RESULTS = Part("results", "Ожидаемые результаты", ("ожидаем* результат*", "ожидаем* конечн* результат*", "планируем* результат*", "ожидаем* изменен*"))  # fmt: skip
_RESPONSIBLE = Part("responsible", "Исполнители, ответственные", ("исполнител*", "ответственн*"))
_METHODS = Part(
    "methods",
    "Методы сбора и обработки информации",
    ("метод* сбор*", "сбор* и обработк* информац*", "способ* сбора данных", "инструментар*"),
)
_MANAGEMENT = Part(
    "management",
    "Порядок управления реализацией",
    ("управлен* реализац*", "механизм* реализац*", "механизм* управлен*", "контрол* реализац*", "мониторинг* реализац*"),
)  # fmt: skip

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "concept/concept",
        "Концепция развития",
        (
            _ORGANISATION, _APPROVED, _ACCEPTED, _PERIOD,
            Part("introduction", "Введение", ("введение", "общие положения", "пояснительн* записк*"), optional=True),
            Part("analysis", "Анализ текущего состояния", ("анализ* состояни*", "анализ* текущ*", "анализ* деятельност*", "характеристик* школ*", "описани* текущ*", "анализ* ситуац*")),
            Part("risks", "Описание ключевых рисков развития", ("риск* развити*", "рисков* профил*", "описани* риск*", "ключев* риск*", "рисков* направлен*", "рискам*", "риски*")),
            _AIM, _TASKS, _MEASURES, _RESPONSIBLE,
        ),
    ),
    Document(
        "concept/medium_term",
        "Среднесрочная программа развития",
        (
            _ORGANISATION, _APPROVED, _ACCEPTED,
            Part("passport", "Паспорт программы", ("паспорт*",)),
            _AIM, _TASKS, _INDICATORS, _METHODS, _PERIOD, _MEASURES, _RESULTS, _RESPONSIBLE, _MANAGEMENT,
            Part("annexes", "Приложения: антирисковые программы", ("приложен*", "антирисков* программ*", "подпрограмм*")),
        ),
    ),
    Document(
        "concept/anti_risk",
        "Антирисковая программа",
        (
            _APPROVED, _AIM, _TASKS, _INDICATORS, _METHODS, _PERIOD, _MEASURES, _RESULTS, _RESPONSIBLE,
            Part("roadmap", "Дорожная карта мер", ("дорожн* карт*", "план* мероприят*", "мероприят* срок*"), optional=True),
        ),
    ),
    Document(
        "development/programme",
        "Программа развития",
        (
            _ORGANISATION, _APPROVED, _ACCEPTED, _AGREED,
            Part("passport", "Паспорт программы", ("паспорт*",)),
            Part("diagnosis", "Результаты самодиагностики", ("самодиагностик*",)),
            Part("deficits", "Дефициты по направлениям и условиям", ("дефицит*",)),
            Part("causes", "Причины дефицитов", ("причин* дефицит*", "причин*")),
            _AIM, _TASKS, _INDICATORS, _PERIOD, _RESULTS,
            Part("roadmap", "Дорожная карта, план мероприятий", ("дорожн* карт*", "план* мероприят*", "план* реализац*", "мероприят* программ*")),
            Part("resources", "Ресурсы: кадры и финансы", ("ресурс*", "финансов* обеспечен*", "кадров* обеспечен*", "финансирован*")),
            _MANAGEMENT,
            Part("yearly", "Ежегодный отчёт и порядок корректировки", ("ежегодн* отчет*", "отчет* о реализац*", "корректировк*", "внесен* изменен*")),
        ),
    ),
    Document(
        "effective_mode/programme",
        "Программа перевода в эффективный режим",
        (
            _ORGANISATION, _APPROVED, _ACCEPTED,
            Part("analysis", "Анализ состояния и причин", ("анализ*", "причин*", "характеристик* школ*")),
            Part("priorities", "Приоритеты", ("приоритет*",)),
            _AIM, _TASKS, _INDICATORS, _PERIOD, _MEASURES, _RESULTS, _RESPONSIBLE, _MANAGEMENT,
        ),
    ),
    Document(
        "evidence/measure",
        "Подтверждающий документ",
        (
            Part("date", "Дата документа", ("от 20*", "20* г", "20* года"), on_title=True),
            Part("number", "Номер документа", ("№ *",), on_title=True),
            Part("form", "Вид документа", ("приказ*", "протокол*", "справк*", "план*", "программ*", "отчет*", "положени*", "договор*", "лист* регистрац*", "удостоверен*"), on_title=True),
            Part("conclusion", "Вывод или решение", ("решили", "решение", "вывод*", "рекомендац*", "приказываю", "постановили", "итог*", "результат*"), optional=True),
        ),
    ),
)  # fmt: skip

_BY_SLOT = {document.code: document for document in DOCUMENTS}


def document_for(kind: str, slot: str) -> Document | None:
    """Return the rules for what is put into a slot of a kind; None when there are none for it.

    `slot` may be that of a template («anti_risk») or expanded for a risk or measure («anti_risk-motivation»)."""
    family = "evidence" if kind.startswith("evidence") else kind
    return _BY_SLOT.get(f"{family}/{slot.partition('-')[0]}")
