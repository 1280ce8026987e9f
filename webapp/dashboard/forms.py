"""The form that puts a thing off."""

from wtforms.validators import DataRequired

from webapp.forms import Form, RussianDateField


class LaterForm(Form):
    until = RussianDateField("Отложить до", validators=[DataRequired("Укажите день: число и месяц.")])
