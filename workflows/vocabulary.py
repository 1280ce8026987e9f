"""The words of the process: one enum for each, every member with its Russian label."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Labelled(StrEnum):
    """A StrEnum whose members carry a Russian label for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Toned(StrEnum):
    """A labelled word with a tone and an icon, so that colour never speaks alone."""

    label: str
    tone: str
    icon: str

    def __new__(cls, value: str, label: str = "", tone: str = "mute", icon: str = "circle") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.tone, member.icon = label, tone, icon
        return member


class Role(Labelled):
    SCHOOL = "school", "Школьный координатор"
    HEAD = "head", "Директор"
    CURATOR = "curator", "Куратор"
    EXPERT = "expert", "Эксперт"
    COORDINATOR = "coordinator", "Муниципальный координатор"
    CHIEF = "chief", "Руководитель управления образования"
    METHODIST = "methodist", "Методист"
    OBSERVER = "observer", "Региональный наблюдатель"
    ADMIN = "admin", "Администратор"


SCHOOL_ROLES = frozenset({Role.SCHOOL, Role.HEAD})
MUNICIPAL_ROLES = frozenset({Role.CURATOR, Role.EXPERT, Role.COORDINATOR, Role.CHIEF, Role.METHODIST})


class State(Toned):
    DRAFT = "draft", "Черновик", "mute", "circle-dashed"
    CURATOR_REVIEW = "curator_review", "На проверке у куратора", "acc", "user-round"
    CURATOR_RETURNED = "curator_returned", "Возвращён куратором на доработку", "warn", "undo-2"
    ADMITTED = "admitted", "Принят к экспертизе", "exp", "clipboard-list"
    EXPERTISE = "expertise", "На экспертизе", "exp", "clipboard-check"
    EXPERTISE_RETURNED = "expertise_returned", "Возвращён на доработку", "warn", "undo-2"
    RECONCILIATION = "reconciliation", "Сведение заключений", "exp", "scale"
    CONCLUDED = "concluded", "Заключение готово", "exp", "file-check"
    CONFORMS = "conforms", "Соответствует", "ok", "circle-check"
    CONFORMS_WITH_REMARKS = "conforms_with_remarks", "Соответствует с замечаниями", "ok", "circle-check"
    FAILS = "fails", "Не соответствует", "bad", "circle-x"
    FOUNDER_REVIEW = "founder_review", "На согласовании у учредителя", "exp", "landmark"
    FOUNDER_RETURNED = "founder_returned", "Не согласован учредителем", "warn", "undo-2"
    AGREED = "agreed", "Согласован с учредителем", "ok", "badge-check"
    APPROVED = "approved", "Утверждён после согласования", "ok", "circle-check"
    REPORTED = "reported", "Включён в отчёт этапа", "ok", "file-chart-column"
    PLACED = "placed", "Размещён в ИС МЭДК", "ok", "circle-check"
    WITHDRAWN = "withdrawn", "Отозван", "mute", "rotate-ccw"


class Standing(Labelled):
    """States that a list puts together: the segments of a stage's strip, and a condition of the register."""

    ACCEPTED = "accepted", "Приняты"
    EXAMINED = "examined", "На экспертизе"
    REWORKED = "reworked", "На доработке"

    @property
    def states(self) -> frozenset[State]:
        return _STANDINGS[self]


_STANDINGS: Mapping[Standing, frozenset[State]] = MappingProxyType(
    {
        Standing.ACCEPTED: frozenset(
            {
                State.CONFORMS,
                State.CONFORMS_WITH_REMARKS,
                State.FOUNDER_REVIEW,
                State.AGREED,
                State.APPROVED,
                State.REPORTED,
                State.PLACED,
            }
        ),
        Standing.EXAMINED: frozenset(
            {State.ADMITTED, State.EXPERTISE, State.RECONCILIATION, State.CONCLUDED}
        ),
        Standing.REWORKED: frozenset(
            {State.CURATOR_RETURNED, State.EXPERTISE_RETURNED, State.FOUNDER_RETURNED}
        ),
    }
)


DECIDED = _STANDINGS[Standing.ACCEPTED] | {State.FAILS}
"""A conclusion has been released and nothing sent the package back: what a region sees, what a plan counts."""


class Turn(Labelled):
    """Who has to move; indexed on the package, so that a queue is one range of one index."""

    SCHOOL = "school", "школа"
    CURATOR = "curator", "куратор"
    EXPERT = "expert", "эксперт"
    COORDINATOR = "coordinator", "координатор"
    CHIEF = "chief", "руководитель управления"
    NOBODY = "nobody", "никто"


class Event(Labelled):
    """What has happened; each is one outbox row in the commit that made it true."""

    SUBMITTED = "submitted", "Пакет направлен куратору"
    RESUBMITTED = "resubmitted", "Доработанный пакет направлен куратору"
    RETURNED_BY_CURATOR = "returned_by_curator", "Пакет возвращён куратором"
    CONFIRMED = "confirmed", "Пакет подтверждён куратором"
    EXPERTISE_STARTED = "expertise_started", "Начата экспертиза"
    SHEET_HANDED_IN = "sheet_handed_in", "Эксперт сдал экспертный лист"
    RECONCILIATION_STARTED = "reconciliation_started", "Начато сведение экспертных листов"
    RECONCILIATION_AWAITED = "reconciliation_awaited", "Листы экспертов сданы, требуется сведение"
    EXPERTISE_CONCLUDED = "expertise_concluded", "Экспертиза завершена"
    CONCLUSION_REOPENED = "conclusion_reopened", "Заключение возвращено эксперту"
    VERDICT_RELEASED = "verdict_released", "Заключение направлено школе"
    RETURNED_BY_EXPERTISE = "returned_by_expertise", "Пакет возвращён на доработку по итогам экспертизы"
    SENDING_HELD = "sending_held", "Отправка школе назначена"
    SENDING_FAILED = "sending_failed", "Отправка школе не состоялась"
    FOUNDER_AGREED = "founder_agreed", "Программа развития согласована с учредителем"
    FOUNDER_DECLINED = "founder_declined", "Учредитель не согласовал программу развития"
    PROGRAMME_APPROVED = "programme_approved", "Внесены реквизиты утверждения программы"
    INCLUDED_IN_REPORT = "included_in_report", "Пакет включён в отчёт этапа"
    PLACED_IN_MEDK = "placed_in_medk", "Пакет размещён в ИС МЭДК"
    WITHDRAWN = "withdrawn", "Пакет отозван школой"
    RESUMED = "resumed", "Отозванный пакет возвращён в черновики"
    MESSAGE_POSTED = "message_posted", "Новое сообщение"
    REMINDED = "reminded", "Напоминание, ждут вашего решения"
    SCHOOL_REMINDED = "school_reminded", "Напоминание о документах"
    EXPERT_ASSIGNED = "expert_assigned", "Назначен эксперт"
    EXPERT_DECLINED = "expert_declined", "Эксперт отказался от экспертизы"
    LATE_ALLOWED = "late_allowed", "Разрешён приём после срока"
    SUBSTITUTION_SET = "substitution_set", "Назначено замещение куратора"
    SUBSTITUTION_ENDED = "substitution_ended", "Замещение куратора завершено досрочно"
    FILE_KEPT = "file_kept", "Файл загружен"
    FILE_READ = "file_read", "Файл прочитан"
    RENAMED = "renamed", "Изменилось наименование школы или этапа"
    REMOVAL_ASKED = "removal_asked", "Просят удалить содержимое файла: персональные данные"
    CONTENT_REMOVED = "content_removed", "Содержимое файла удалено: персональные данные"
    PAGES_WANTED = "pages_wanted", "Открыты страницы файла"
    ROADMAP_FILE_KEPT = "roadmap_file_kept", "Загружен файл дорожной карты"
    COMPARISON_WANTED = "comparison_wanted", "Запрошено сравнение файлов"
    REPORT_REQUESTED = "report_requested", "Запрошен отчёт"
    DOSSIER_REQUESTED = "dossier_requested", "Запрошено досье"
    REPORT_READY = "report_ready", "Отчёт готов"
    REPORT_FAILED = "report_failed", "Отчёт не сформирован"
    REPORT_SIGNED = "report_signed", "Отчёт подписан"
    REPORT_DECLINED = "report_declined", "В подписании отчёта отказано"
    STAGE_REOPENED = "stage_reopened", "Этап возобновлён, подписи отчёта устарели"
    MEASURE_EXECUTED = "measure_executed", "Отмечено исполнение мероприятия, требуется подтверждение"
    MEASURE_CONFIRMED = "measure_confirmed", "Исполнение мероприятия подтверждено"
    MEASURE_DECLINED = "measure_declined", "Исполнение мероприятия не подтверждено"
    MEASURE_TRANSFERRED = "measure_transferred", "Срок мероприятия перенесён"
    MEASURE_EXCLUDED = "measure_excluded", "Мероприятие исключено из дорожной карты"
    RECOMMENDED = "recommended", "Направлена рекомендация"
    RECOMMENDATION_REPORTED = "recommendation_reported", "Школа отчиталась по рекомендации"
    RECOMMENDATION_ACCEPTED = "recommendation_accepted", "Отчёт по рекомендации принят"
    RECOMMENDATION_RETURNED = "recommendation_returned", "Отчёт по рекомендации возвращён"
    RECOMMENDATION_WITHDRAWN = "recommendation_withdrawn", "Рекомендация отозвана"
    INVITED = "invited", "Приглашение в систему"
    RESET_REQUESTED = "reset_requested", "Запрошена смена пароля"


class Asks(Labelled):
    """What a step asks of the person who takes it; each has its form."""

    NOTHING = "nothing", "подтверждение"
    DECLARATION = "declaration", "заявление об отсутствии персональных данных"
    STATEMENT = "statement", "заключение куратора"
    REASON = "reason", "причина"
    VERDICT = "verdict", "вердикт и обоснование"
    PLACEMENT = "placement", "дата и ссылка"
    PARTS = "parts", "какие части пакета открыть школе"
    AGREEMENT = "agreement", "реквизиты согласования"
    REFUSAL = "refusal", "мотивы и реквизиты отказа"
    APPROVAL = "approval", "реквизиты утверждения"


class Act(Labelled):
    """What a paper does to a development programme; the first three stand on its title page (273-ФЗ, ст. 28)."""

    ACCEPTED = "accepted", "Принята"
    AGREED = "agreed", "Согласована"
    APPROVED = "approved", "Утверждена"
    DECLINED = "declined", "Не согласована"


class Audience(Labelled):
    """Who reads a message; named on the button that sends it."""

    EVERYONE = "everyone", "школа и куратор"
    INTERNAL = "internal", "без школы"


class RemarkKind(Toned):
    ESSENTIAL = "essential", "Существенное", "bad", "circle-alert"
    EDITORIAL = "editorial", "Редакционное", "warn", "pencil"
    RECOMMENDATION = "recommendation", "Рекомендация", "mute", "info"


class RemarkState(Toned):
    OPEN = "open", "Открыто", "warn", "circle-dot"
    FIXED = "fixed", "Исправлено, ожидает проверки", "acc", "clock"
    CONFIRMED = "confirmed", "Устранено", "ok", "circle-check"
    NOT_FIXED = "not_fixed", "Не устранено", "bad", "circle-x"
    DROPPED = "dropped", "Снято с обоснованием", "mute", "ban"


class RemarkOrigin(Labelled):
    CURATOR = "curator", "проверка куратора"
    EXPERTISE = "expertise", "экспертиза"


class FileDecision(Toned):
    CONFIRMED = "confirmed", "Подтверждаю", "ok", "circle-check"
    RETURNED = "returned", "Возвращаю с замечанием", "warn", "undo-2"


class StageState(Toned):
    PLANNED = "planned", "Не открыт", "mute", "circle-dashed"
    OPEN = "open", "Открыт приём", "acc", "inbox"
    CLOSED = "closed", "Приём закрыт", "warn", "lock"


class ReportState(Toned):
    QUEUED = "queued", "В очереди", "mute", "clock"
    BUILDING = "building", "Формируется", "acc", "loader"
    READY = "ready", "Готов", "ok", "circle-check"
    FAILED = "failed", "Не сформирован", "bad", "circle-x"


class ReportKind(Labelled):
    CONCLUSION = "conclusion", "Экспертное заключение по пакету"
    AGREEMENT = "agreement", "Лист согласования программы развития"
    STAGE = "stage", "Отчёт по итогам содержательной экспертизы"
    ROADMAP = "roadmap", "Отчёт о реализации дорожной карты"
    DIARY = "diary", "Дневник куратора"
    DOSSIER = "dossier", "Досье"


class Significance(Toned):
    HIGH = "high", "Высокая", "bad", "circle-alert"
    MEDIUM = "medium", "Средняя", "warn", "circle-dot"
    LOW = "low", "Низкая", "mute", "circle"
