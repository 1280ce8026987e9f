"""Forms of experts: which packages to whom, and a conflict of interest."""

from collections.abc import Iterable

from flask import request
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.experts.operations import REASON_LIMIT
from webapp.forms import Form


class ShareForm(Form):
    """Sent by GET: the preview of a distribution has an address of its own.

    What an old address names and is no longer there, is left out."""

    class Meta(Form.Meta):
        csrf = False

    packages = SelectMultipleField(
        "Пакеты", validators=[InputRequired("Отметьте хотя бы один пакет.")], validate_choice=False
    )
    experts = SelectMultipleField(
        "Эксперты",
        coerce=int,
        validators=[InputRequired("Отметьте хотя бы одного эксперта.")],
        validate_choice=False,
    )


class ConflictForm(Form):
    person = SelectField("Кто", coerce=int)
    school = SelectField("Школа", coerce=int, validators=[InputRequired("Выберите школу.")])
    reason = TextAreaField(
        "В чём состоит конфликт интересов",
        validators=[InputRequired("Напишите, в чём состоит конфликт интересов."), Length(max=REASON_LIMIT)],
    )

    def offer(self, people: Iterable[tuple[int, str]], schools: Iterable[tuple[int, str]]) -> "ConflictForm":
        self.person.choices = [SelectChoice(one, name) for one, name in people]
        self.school.choices = [SelectChoice(one, name) for one, name in schools]
        return self


def chosen() -> list[tuple[str, int]]:
    """Return the pairs of package and expert a confirmed distribution names; empty selects are left out."""
    found = []
    for value in request.form.getlist("who"):
        number, _, user = value.rpartition(":")
        if number and user.isdecimal() and len(user) < 10:
            found.append((number, int(user)))
    return found
