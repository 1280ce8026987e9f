"""The forms of recommendations: a new one, and what is said of one."""

from collections.abc import Sequence

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField
from webapp.recommendations.operations import TEXT_LIMIT, Advice
from workflows.dictionaries.risks import RISKS
from workflows.recommendations import Move

LONG = Length(max=TEXT_LIMIT, message=f"Сократите до {TEXT_LIMIT} знаков.")
Choices = Sequence[tuple[str, str, int]]


class SendForm(Form):
    text = TextAreaField("Рекомендация", validators=[DataRequired("Напишите, что рекомендуете."), LONG])
    ground = StringField(
        "Основание", validators=[Optional(), Length(max=300, message="Сократите до 300 знаков.")]
    )
    due_on = RussianDateField("Срок исполнения", validators=[Optional()])
    stage = SelectField("Этап", validators=[Optional()])
    risk = SelectField(
        "Рисковое направление",
        choices=[SelectChoice("", "Не указано"), *(SelectChoice(one.code, one.name) for one in RISKS)],
        validators=[Optional()],
    )
    schools = SelectMultipleField(
        "Школы", validators=[DataRequired("Отметьте школы, которым направляете рекомендацию.")]
    )

    def offer(self, schools: Choices, stages: Choices) -> "SendForm":
        self.schools.choices = [SelectChoice(str(key), name) for _slug, name, key in schools]
        self.stage.choices = [
            SelectChoice("", "Не относится к этапу"),
            *(SelectChoice(str(key), title) for _slug, title, key in stages),
        ]
        return self

    @property
    def advice(self) -> Advice:
        return Advice(
            text=self.text.data or "",
            ground=self.ground.data or "",
            due_on=self.due_on.day,
            stage_id=int(self.stage.data) if self.stage.data else None,
            risk_code=self.risk.data or "",
        )

    @property
    def school_ids(self) -> list[int]:
        return [int(one) for one in self.schools.data or ()]


class WordsForm(Form):
    """What is said with one of several moves of a page: the prefix keeps their fields apart."""

    words = TextAreaField("Пояснение", validators=[Optional(), LONG])


def words_form(move: Move, *, sent: bool = False) -> WordsForm:
    """Return the form of a move: as it was sent, or empty."""
    form = WordsForm(prefix=move.value) if sent else WordsForm(formdata=None, prefix=move.value)
    form.words.label.text = LABELS[move]
    return form


LABELS = {
    Move.RECEIVE: "",
    Move.REPORT: "Что сделано",
    Move.ACCEPT: "Примечание",
    Move.RETURN: "Чего не хватает",
    Move.WITHDRAW: "Почему отзываете",
}
