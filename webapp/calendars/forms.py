"""Forms of the calendar."""

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField

ASK_DAY = "Укажите дату: число и месяц."
ASK_SOURCE = "Укажите основание: вид, дату и номер документа."


class DayForm(Form):
    day = RussianDateField("День", validators=[DataRequired(ASK_DAY)])
    works = RadioField(
        "Каким стал день",
        choices=[SelectChoice("0", "Нерабочий"), SelectChoice("1", "Рабочий")],
        validators=[DataRequired("Выберите, рабочий день или нет.")],
    )
    name = StringField("Название", validators=[Optional(), Length(max=200)])
    source = StringField("Основание", validators=[DataRequired(ASK_SOURCE), Length(max=200)])


class MoveForm(Form):
    off = RussianDateField("Выходной, который станет рабочим", validators=[DataRequired(ASK_DAY)])
    to = RussianDateField("Рабочий день, который станет выходным", validators=[DataRequired(ASK_DAY)])
    decree = StringField("Основание", validators=[DataRequired(ASK_SOURCE), Length(max=200)])
