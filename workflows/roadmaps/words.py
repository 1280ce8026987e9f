"""The words of a roadmap: what a map, a fact, a party and a measure may be (domain.md §6)."""

from workflows.vocabulary import Labelled, Toned


class RoadmapState(Toned):
    DRAFT = "draft", "Проект", "mute", "circle-dashed"
    APPROVED = "approved", "Утверждена", "ok", "circle-check"
    CLOSED = "closed", "Завершена", "mute", "lock"


class MeasureStatus(Toned):
    """What a measure is on a day; reckoned from its deadlines and facts, never stored."""

    TERM_UNREAD = "term_unread", "Срок не разобран", "warn", "circle-question-mark"
    EXCLUDED = "excluded", "Исключено", "mute", "ban"
    CONFIRMED = "confirmed", "Исполнено и подтверждено", "ok", "circle-check"
    CONFIRMED_LATE = "confirmed_late", "Исполнено с нарушением срока", "ok", "circle-check"
    DECLINED = "declined", "Подтверждение отклонено", "bad", "circle-x"
    EXECUTED = "executed", "Исполнено, ожидает подтверждения", "acc", "clock"
    OVERDUE = "overdue", "Не исполнено (просрочено)", "bad", "circle-alert"
    TRANSFERRED = "transferred", "Срок перенесён", "warn", "calendar-days"
    UNDER_WAY = "under_way", "В работе", "acc", "circle-dot"
    NOT_DUE = "not_due", "Срок не наступил", "mute", "circle-dashed"
    PLANNED = "planned", "Запланировано", "mute", "circle-dashed"


class ProgressState(Toned):
    """How far one execution has come: two facts by two people."""

    EXECUTED = "executed", "Исполнено, ожидает подтверждения", "acc", "clock"
    CONFIRMED = "confirmed", "Исполнено и подтверждено", "ok", "circle-check"
    DECLINED = "declined", "Подтверждение отклонено", "bad", "circle-x"
    WITHDRAWN = "withdrawn", "Отметка снята", "mute", "rotate-ccw"
    REVOKED = "revoked", "Подтверждение отозвано", "bad", "undo-2"


STANDING = frozenset({ProgressState.EXECUTED, ProgressState.CONFIRMED})
"""An occurrence has at most one fact in these."""


class EvidenceKind(Labelled):
    FILE = "file", "файл"
    LINK = "link", "ссылка"
    PACKAGE = "package", "пакет документов"
    REPORT = "report", "отчёт"
    DIARY = "diary", "запись дневника куратора"


class PartyKind(Labelled):
    """Whom a name in the column of the responsible means: by this the product knows whose measures they are."""

    OTHER = "other", "не из системы"
    DEPARTMENT = "department", "управление образования (муниципальный координатор)"
    CURATORS = "curators", "кураторы"
    SCHOOLS = "schools", "все школы проекта"
    SCHOOL = "school", "одна школа"
    PERSON = "person", "сотрудник"


class TermOrigin(Labelled):
    """Where a deadline of a measure comes from."""

    APPROVED = "approved", "утверждён с дорожной картой"
    CORRECTED = "corrected", "прочтение уточнено"
    TRANSFERRED = "transferred", "перенесён"
    AMENDED = "amended", "изменён новой редакцией дорожной карты"


class ConditionKind(Labelled):
    """A fact the product knows by itself, upon which a measure is executed."""

    STAGE_SENT = "stage_sent", "все школы направили пакеты этапа"
    STAGE_EXAMINED = "stage_examined", "по всем пакетам этапа есть заключения"
    STAGE_PLACED = "stage_placed", "все пакеты этапа размещены в ИС МЭДК"
    STAGE_REPORTED = "stage_reported", "отчёт этапа принят"
    DIARY_KEPT = "diary_kept", "норма дневника выполнена по каждой школе за дни этапа"
    SURVEY_TAKEN = "survey_taken", "все, кого опрашивают, приняли участие в опросе"


class ImportState(Toned):
    READING = "reading", "Читается", "acc", "loader"
    COLUMNS = "columns", "Проверьте столбцы", "warn", "columns-2"
    CHECK = "check", "Проверьте мероприятия", "warn", "list-checks"
    DONE = "done", "Внесена", "ok", "circle-check"
    FAILED = "failed", "Не прочитана", "bad", "circle-x"
    DROPPED = "dropped", "Отменена", "mute", "ban"
