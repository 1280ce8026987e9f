"""The form of a leave: days, order, and for each school of the curator who stands in there."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.curators.queries import Option
from webapp.forms import Form, RussianDateField
from webapp.substitutions.operations import Plan
from webapp.substitutions.queries import HeldSchool, Period

PREFIX = "school_"


class LeaveForm(Form):
    since = RussianDateField("Замещение с", validators=[DataRequired("Укажите первый день: число и месяц.")])
    until = RussianDateField("по", validators=[DataRequired("Укажите последний день: число и месяц.")])
    order_number = StringField("Номер приказа", validators=[Optional(), Length(max=60)])
    order_date = RussianDateField("Дата приказа", validators=[Optional()])

    def plan(self, absent_id: int) -> Plan:
        """Return what a valid form says."""
        if self.since.day is None or self.until.day is None:
            raise ValueError("the form is not valid")
        chosen = {
            int(field.short_name.removeprefix(PREFIX)): int(field.data)
            for field in self.schools()
            if field.data
        }
        return Plan(
            absent_id=absent_id,
            period=Period(self.since.day, self.until.day),
            substitutes=chosen,
            order_number=self.order_number.data or "",
            order_date=self.order_date.day,
        )

    def schools(self) -> list[Any]:
        return [field for field in self if field.short_name.startswith(PREFIX)]


def leave_form(held: Iterable[HeldSchool], people: Iterable[Option]) -> LeaveForm:
    """Return the form with a choice of the substitute for each school of the curator."""
    choices = [SelectChoice("", "Не замещать"), *(SelectChoice(str(one.id), one.name) for one in people)]
    fields = {
        f"{PREFIX}{one.school_id}": SelectField(one.name, choices=choices, validators=[Optional()])
        for one in held
        if not one.substitute
    }
    form: LeaveForm = type("LeaveOfOneForm", (LeaveForm,), fields)()
    return form
