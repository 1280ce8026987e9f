"""The form of a condition: which fact of which stage or survey executes a measure."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from webapp.forms import Form, choices_of
from webapp.roadmap.operations import Source
from workflows.kinds import KINDS
from workflows.roadmaps.words import ConditionKind


class ConditionForm(Form):
    kind = RadioField(
        "Условие",
        choices=choices_of(ConditionKind),
        default=ConditionKind.STAGE_SENT.value,
        validators=[InputRequired("Выберите условие.")],
    )
    stage = SelectField("Этап", validators=[Optional()])
    package_kind = SelectField(
        "Вид документов",
        choices=[
            SelectChoice("", "Все виды этапа"),
            *(SelectChoice(one.code, one.title) for one in KINDS.values()),
        ],
        validators=[Optional()],
    )
    survey = SelectField("Опрос", validators=[Optional()])

    @property
    def on_survey(self) -> bool:
        return bool(self.kind.data == ConditionKind.SURVEY_TAKEN.value)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate(*args, **kwargs))
        source, sentence = (
            (self.survey, "Выберите опрос.") if self.on_survey else (self.stage, "Выберите этап.")
        )
        if not source.data:
            source.errors = [sentence]
            return False
        return valid

    @property
    def source(self) -> Source:
        """Return the stage or the survey of a valid form."""
        if self.on_survey:
            return Source(survey_id=int(self.survey.data))
        return Source(stage_id=int(self.stage.data), package_kind=self.package_kind.data or "")


def condition_form(stages: Iterable[tuple[str, str]], surveys: Iterable[tuple[str, str]]) -> ConditionForm:
    form = ConditionForm()
    form.stage.choices = [SelectChoice("", "Выберите этап"), *(SelectChoice(*one) for one in stages)]
    form.survey.choices = [SelectChoice("", "Выберите опрос"), *(SelectChoice(*one) for one in surveys)]
    return form
