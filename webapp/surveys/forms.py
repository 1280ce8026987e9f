"""The form of a survey and of a day of participation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField, choices_of, web_address
from webapp.surveys.operations import SurveyFacts
from webapp.surveys.queries import Asked
from workflows.surveys import Respondent

if TYPE_CHECKING:
    from webapp.models import Programme, Survey

LONG = Length(max=8000, message="Сократите до 8000 знаков.")


class SurveyForm(Form):
    seen = HiddenField()
    title = StringField(
        "Название", validators=[DataRequired("Назовите опрос."), Length(max=300, message="Сократите до 300 знаков.")]
    )  # fmt: skip
    programme = SelectField("Проект", validators=[DataRequired("Выберите проект.")])
    opens_on = RussianDateField("Первый день", validators=[DataRequired("Укажите первый день опроса.")])
    closes_on = RussianDateField(
        "Последний день", validators=[DataRequired("Укажите последний день опроса.")]
    )
    asks = SelectMultipleField(
        "Кого опрашивают",
        choices=choices_of(Respondent),
        default=[Respondent.DIRECTORS.value],
        validators=[DataRequired("Выберите, кого опрашивают.")],
    )
    link = StringField(
        "Адрес анкеты",
        validators=[
            Optional(),
            web_address,
            Length(max=300, message="Сократите до 300 знаков."),
        ],
    )
    note = TextAreaField("Пояснение", validators=[Optional(), LONG])
    summary = TextAreaField("Итоги опроса", validators=[Optional(), LONG])

    def offer(self, programmes: "Iterable[Programme]") -> "SurveyForm":
        self.programme.choices = [SelectChoice(str(one.id), one.short_title) for one in programmes]
        return self

    def facts(self) -> SurveyFacts:
        """Return what a valid form says."""
        if self.opens_on.day is None or self.closes_on.day is None:
            raise ValueError("the form is not valid")
        asks = set(self.asks.data or ())
        return SurveyFacts(
            title=self.title.data or "",
            programme_id=int(self.programme.data),
            opens_on=self.opens_on.day,
            closes_on=self.closes_on.day,
            asks_directors=Respondent.DIRECTORS.value in asks,
            asks_curators=Respondent.CURATORS.value in asks,
            link=self.link.data or "",
            note=self.note.data or "",
            summary=self.summary.data or "",
        )

    @property
    def known(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdigit() and len(text) < 10 else 0


class MarkForm(Form):
    who = SelectField("Кто прошёл опрос", validators=[DataRequired("Выберите, кто прошёл опрос.")])
    taken_on = RussianDateField("День участия", validators=[DataRequired("Укажите, когда опрос пройден.")])

    def offer(self, people: Iterable[Asked]) -> "MarkForm":
        self.who.choices = [
            SelectChoice("", "Выберите"),
            *(SelectChoice(one.code, one.name) for one in people),
        ]
        return self


class UnmarkForm(Form):
    who = HiddenField(validators=[DataRequired("Откройте опрос заново.")])


def values_of(row: "Survey") -> dict[str, Any]:
    """Return a survey as values of its form."""
    asks = [
        one.value
        for one, named in (
            (Respondent.DIRECTORS, row.asks_directors),
            (Respondent.CURATORS, row.asks_curators),
        )
        if named
    ]
    return {
        "seen": str(row.version), "title": row.title, "programme": str(row.programme_id), "asks": asks,
        "opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat(), "link": row.link,
        "note": row.note, "summary": row.summary,
    }  # fmt: skip
