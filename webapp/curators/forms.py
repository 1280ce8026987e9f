"""Forms of assignments of curators."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.curators.operations import Assignment
from webapp.curators.queries import Option, Terms
from webapp.forms import Form, RussianDateField


class TermsForm(Form):
    confirmed = HiddenField()
    mark = HiddenField()
    since = RussianDateField("Закреплён с", validators=[DataRequired("Укажите дату: число и месяц.")])
    until = RussianDateField("по", validators=[Optional()])
    order_number = StringField("Номер приказа", validators=[Optional(), Length(max=60)])
    order_date = RussianDateField("Дата приказа", validators=[Optional()])

    def terms(self) -> Terms:
        """Return what a valid form says."""
        if self.since.day is None:
            raise ValueError("the form is not valid")
        return Terms(self.since.day, self.until.day, self.order_number.data or "", self.order_date.day)


class AssignForm(TermsForm):
    curator = SelectField("Куратор", validators=[InputRequired("Выберите куратора.")])
    schools = SelectMultipleField(
        "Школы", coerce=int, validators=[InputRequired("Отметьте хотя бы одну школу.")]
    )

    def offer(self, people: Iterable[Option], schools: Iterable[Option]) -> "AssignForm":
        names = [SelectChoice(str(one.id), one.name) for one in people]
        self.curator.choices = [SelectChoice("", "Выберите куратора"), *names]
        self.schools.choices = [SelectChoice(one.id, one.name) for one in schools]
        return self

    def assignment(self) -> Assignment:
        return Assignment(
            int(self.curator.data),
            frozenset(self.schools.data or ()),
            self.terms(),
        )


def terms_form(terms: Terms) -> TermsForm:
    return TermsForm(
        data={
            "since": terms.since,
            "until": terms.until,
            "order_number": terms.order_number,
            "order_date": terms.order_date,
            "mark": terms.mark,
        }
    )
