"""What may stand in the form of a decision when its letter is asked for: nothing of it is required."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from webapp.forms import RussianDateField, choices_of
from webapp.opening import OpeningForm
from workflows.verdicts import VerdictKind


class DecisionForm(OpeningForm):
    verdict = RadioField("Вердикт", choices=choices_of(VerdictKind), validators=[Optional()])
    text = TextAreaField("Обоснование", validators=[Optional(), Length(max=4000)])
    day = RussianDateField("Срок устранения замечаний", validators=[Optional()])
