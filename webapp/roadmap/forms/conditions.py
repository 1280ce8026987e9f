"""The form of a condition: which fact of which stage executes a measure."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from webapp.forms import Form, choices_of
from workflows.kinds import KINDS
from workflows.roadmaps.words import ConditionKind


class ConditionForm(Form):
    kind = RadioField(
        "Условие",
        choices=choices_of(ConditionKind),
        default=ConditionKind.STAGE_SENT.value,
        validators=[InputRequired("Выберите условие.")],
    )
    stage = SelectField("Этап", validators=[InputRequired("Выберите этап.")])
    package_kind = SelectField(
        "Вид документов",
        choices=[
            SelectChoice("", "Все виды этапа"),
            *(SelectChoice(one.code, one.title) for one in KINDS.values()),
        ],
        validators=[Optional()],
    )


def condition_form(stages: Sequence[tuple[str, str]]) -> ConditionForm:
    form = ConditionForm()
    form.stage.choices = [SelectChoice(value, label) for value, label in stages]
    return form
