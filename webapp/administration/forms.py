"""The forms of accounts and roles."""

from dataclasses import asdict
from datetime import date
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.administration.operations import Grant, NewUser
from webapp.administration.queries import (
    AccountState,
    Filters,
    Identity,
    MunicipalityCard,
    Places,
    Sort,
    Terms,
)
from webapp.forms import Form, RussianDateField
from workflows.vocabulary import Role
from workflows.zones import DEFAULT_ZONE, ZONES

NOWHERE = SelectChoice("", "Не выбрано")
FULL_NAME = "Укажите фамилию, имя и отчество."
EMAIL = "Укажите адрес электронной почты."


class PersonForm(Form):
    name = StringField(
        "Фамилия, имя, отчество", [DataRequired(FULL_NAME), Length(max=300, message=FULL_NAME)]
    )
    post = StringField("Должность", [Length(max=300, message="Должность не длиннее 300 знаков.")])


class EmailForm(Form):
    email = EmailField("Электронная почта", [DataRequired(EMAIL), Length(max=254, message=EMAIL)])


class RoleForm(Form):
    """A role in a place for a time. The choices are what this administrator sees; the operation checks."""

    role = SelectField("Роль", [DataRequired("Выберите роль.")], default="")
    school = SelectField("Школа", default="", description="Для школьного координатора и директора.")
    municipality = SelectField(
        "Муниципалитет", default="", description="Для муниципальных ролей и администратора."
    )
    region = SelectField("Регион", default="", description="Для регионального наблюдателя.")
    may_send = BooleanField("Школьному координатору поручено направлять пакеты")
    since = RussianDateField("Первый день", [DataRequired("Укажите первый день: число, месяц и год.")])
    until = RussianDateField("Последний день", description="Оставьте пустым, если срок не ограничен.")
    basis = StringField(
        "Основание",
        [Length(max=300, message="Основание не длиннее 300 знаков.")],
        description="Например, приказ от 12.01.2026 № 7-од.",
    )

    def offer(self, places: Places, today: date) -> None:
        """Fill the choices in, and today as the first day of a new role."""
        roles = [role for role in Role if places.everywhere or role is not Role.OBSERVER]
        self.role.choices = [NOWHERE, *(SelectChoice(role.value, role.label) for role in roles)]
        self.school.choices = [NOWHERE, *(SelectChoice(str(one.id), one.title) for one in places.schools)]
        first = SelectChoice("", "Все муниципалитеты" if places.everywhere else "Не выбрано")
        towns = (SelectChoice(str(one.id), one.title) for one in places.municipalities)
        self.municipality.choices = [first, *towns]
        self.region.choices = [NOWHERE, *(SelectChoice(region, region) for region in places.regions)]
        self.since.data = self.since.data or today.isoformat()

    def grant(self, today: date) -> Grant:
        """Return what was asked for, once the form is valid."""
        return Grant(
            role=Role(self.role.data),
            school_id=_number(self.school.data),
            municipality_id=_number(self.municipality.data),
            region=self.region.data or None,
            may_send=self.may_send.data,
            since=self.since.day or today,
            until=self.until.day,
            basis=self.basis.data or "",
        )


class NewUserForm(EmailForm, PersonForm, RoleForm):
    def person(self) -> NewUser:
        return NewUser(name=self.name.data or "", email=self.email.data or "", post=self.post.data or "")


class EndRoleForm(Form):
    last_day = RussianDateField("Последний день роли", description="Оставьте пустым, чтобы прекратить сразу.")


class TermsForm(Form):
    """What a municipality decides for itself; the operation knows the bounds."""

    mark = HiddenField()
    department = StringField(
        "Орган управления образованием", [DataRequired("Укажите орган управления образованием.")]
    )
    place = StringField("Место составления документов")
    chief_post = StringField(
        "Должность руководителя", [DataRequired("Укажите должность руководителя управления образования.")]
    )
    rounds_limit = IntegerField(
        "Сколько раз пакет можно вернуть на доработку", [InputRequired("Укажите число от 1 до 10.")]
    )
    curator_days = IntegerField(
        "Срок проверки и доработки, рабочих дней", [InputRequired("Укажите число от 1 до 30.")]
    )
    founder_days = IntegerField(
        "Срок согласования программ развития, рабочих дней", [InputRequired("Укажите число от 1 до 30.")]
    )
    send_delay = IntegerField(
        "Отсрочка отправки школе, минут", [InputRequired("Укажите число от 0 до 60.")], default=0
    )
    copy_threshold = IntegerField(
        "Порог похожих документов, процентов", [InputRequired("Укажите число от 5 до 90.")], default=20
    )
    diary_norm = IntegerField(
        "Записей дневника на школу в месяц", [InputRequired("Укажите число от 0 до 20.")], default=2
    )
    show_scores = BooleanField("Показывать школе баллы направленного заключения")

    def terms(self) -> Terms:
        """Return what a valid form says."""
        return Terms(
            department=self.department.data or "",
            place=self.place.data or "",
            chief_post=self.chief_post.data or "",
            rounds_limit=self.rounds_limit.data or 0,
            curator_days=self.curator_days.data or 0,
            founder_days=self.founder_days.data or 0,
            send_delay=self.send_delay.data if self.send_delay.data is not None else -1,
            copy_threshold=self.copy_threshold.data or 0,
            diary_norm=self.diary_norm.data if self.diary_norm.data is not None else -1,
            show_scores=self.show_scores.data,
        )


class MunicipalityForm(TermsForm):
    code = StringField("Код", [DataRequired("Укажите код латинскими буквами, например: srr.")])
    name = StringField("Наименование", [DataRequired("Укажите наименование муниципалитета.")])
    region = StringField("Регион", [DataRequired("Укажите регион, например: Красноярский край.")])
    zone = SelectField(
        "Часовой пояс", choices=[SelectChoice(*zone) for zone in ZONES.items()], default=DEFAULT_ZONE
    )

    def identity(self) -> Identity:
        """Return what a valid form says."""
        return Identity(
            self.code.data or "", self.name.data or "", self.region.data or "", self.zone.data or ""
        )


def values_of(terms: Terms, card: MunicipalityCard | None = None) -> dict[str, object]:
    """Return what the form of a municipality begins with: a new one without `card`."""
    return {**asdict(terms), **(asdict(card.identity) if card else {}), "mark": card.mark if card else ""}


def read_filters(args: Any) -> Filters:
    """Return what an address asks the register to show; unknown words are no condition."""
    role, state = args.get("role", ""), args.get("state", "")
    return Filters(
        q=" ".join(args.get("q", "").split())[:100],
        role=Role(role) if role in set(Role) else None,
        state=AccountState(state) if state in set(AccountState) else None,
        sort=Sort.parse(args.get("sort", "")),
    )


def _number(raw: Any) -> int | None:
    return int(raw) if raw else None
