"""What the address of the figure asks for, and the closing of a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Request
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form
from workflows.dates import DateError, parse_date
from workflows.roadmaps.indicator import Reading

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` is the date as it was typed; with a `fault` there is no date to count on."""

    roadmap: str
    typed: str
    on: date
    reading: Reading
    fault: str = ""


def read_asked(request: Request, today: date) -> Asked:
    """Return what the address asks for; without a date it is today, without a reading the first one."""

    def asked(name: str) -> str:
        return request.args.get(name, "").strip()[:LONGEST]

    typed, wanted = asked("on"), asked("reading")
    reading = Reading(wanted) if wanted in set(Reading) else Reading.DUE
    try:
        on, fault = (parse_date(typed, today=today) if typed else today), ""
    except DateError as error:
        on, fault = today, str(error)
    return Asked(asked("map"), typed, on, reading, fault)


def _year(text: object) -> int:
    """Return the year of a choice; 0 for what is none."""
    return int(str(text)) if str(text).isdecimal() else 0


class CloseYearForm(Form):
    year = SelectField("Год", coerce=_year, validators=[DataRequired("Выберите год.")], validate_choice=False)
    note = TextAreaField(
        "Примечание",
        validators=[Optional(), Length(max=2000, message="Сократите примечание до 2000 знаков.")],
    )


def close_year_form(years: Iterable[int], *, fresh: bool = False) -> CloseYearForm:
    """Return the form over the years that may be closed."""
    form = CloseYearForm(formdata=None) if fresh else CloseYearForm()
    form.year.choices = [SelectChoice(year, f"{year} год") for year in years]
    return form
