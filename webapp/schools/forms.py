"""Forms of the school register."""

from flask import Request
from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from webapp.forms import Form, choices_of
from webapp.schools.queries import Filters, Requisites, Sort, Status

LONGEST_QUERY = 100
PEOPLE_LIMIT = 20_000


def read_filters(request: Request) -> Filters:
    """Return what the address of the register asks for; unknown words ask nothing."""
    args = request.args
    order = args.get("sort", "")
    sort = order.removeprefix("-")
    return Filters(
        q=args.get("q", "").strip()[:LONGEST_QUERY],
        programme=_plain(args.get("programme", "")),
        status=_plain(args.get("status", "")),
        curator=_plain(args.get("curator", "")),
        closed=args.get("closed") == "1",
        sort=Sort(sort) if sort in set(Sort) else Sort.NAME,
        descending=order.startswith("-"),
    )


class SchoolForm(Form):
    name = StringField(
        "Полное наименование",
        validators=[DataRequired("Укажите полное наименование школы, как в уставе."), Length(max=300)],
    )
    short_name = StringField(
        "Краткое наименование",
        validators=[DataRequired("Укажите краткое наименование: оно стоит в списках."), Length(max=150)],
    )
    locality = StringField("Населённый пункт", validators=[Optional(), Length(max=200)])
    director = StringField("Директор", validators=[Optional(), Length(max=200)])
    pupils = IntegerField(
        "Обучающихся",
        validators=[Optional(), NumberRange(0, PEOPLE_LIMIT, "Укажите число обучающихся от 0 до 20 000.")],
    )
    teachers = IntegerField(
        "Педагогов",
        validators=[Optional(), NumberRange(0, PEOPLE_LIMIT, "Укажите число педагогов от 0 до 20 000.")],
    )
    statuses = SelectMultipleField(
        "Статус",
        choices=choices_of(Status),
        validate_choice=True,
        validators=[Optional()],
    )

    @property
    def requisites(self) -> Requisites:
        chosen = set(self.statuses.data or ())
        return Requisites(
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            locality=self.locality.data or "",
            pupils=self.pupils.data,
            teachers=self.teachers.data,
            director=self.director.data or "",
            statuses=tuple(status for status in Status if status.value in chosen),
        )


def values_of(requisites: Requisites) -> dict[str, object]:
    """Return what the form of a school begins with."""
    return {
        "name": requisites.name,
        "short_name": requisites.short_name,
        "locality": requisites.locality,
        "pupils": requisites.pupils,
        "teachers": requisites.teachers,
        "director": requisites.director,
        "statuses": [status.value for status in requisites.statuses],
    }


class NewSchoolForm(SchoolForm):
    slug = StringField(
        "Адрес карточки",
        validators=[
            Optional(),
            Length(2, 64, "Адрес карточки: от 2 до 64 знаков."),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message="Адрес карточки: строчные латинские буквы, цифры и дефис.",
            ),
        ],
    )


class CloseForm(Form):
    basis = StringField(
        "Основание",
        validators=[
            DataRequired("Укажите основание: документ о реорганизации или ликвидации."),
            Length(max=300),
        ],
    )


def _plain(value: str) -> str:
    return value.strip()[:64].replace("\x00", "")
