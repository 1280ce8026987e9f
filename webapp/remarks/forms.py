"""Forms of remarks: writing one, answering it, settling it."""

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.forms import Form, RussianDateField, choices_of, reason_choices
from workflows.vocabulary import RemarkKind, RemarkState

SETTLING = (RemarkState.CONFIRMED, RemarkState.NOT_FIXED, RemarkState.DROPPED)


class RemarkForm(Form):
    text = TextAreaField(
        "Замечание", validators=[DataRequired("Напишите текст замечания."), Length(max=4000)]
    )
    kind = SelectField("Вид", choices=choices_of(RemarkKind), default=RemarkKind.ESSENTIAL.value)
    due_on = RussianDateField("Срок устранения", validators=[Optional()])
    criterion = SelectField("Критерий", validators=[Optional()], default="")
    file = SelectField("Файл", coerce=int, validators=[Optional()], default=0)
    place = StringField("Место в документе", validators=[Optional(), Length(max=200)])
    reason = SelectField("Причина возврата файла", choices=reason_choices(), default="")
    seen = IntegerField("Редакция", validators=[Optional()], default=0)


class AnswerForm(Form):
    text = TextAreaField(
        "Ответ школы", validators=[DataRequired("Напишите, что исправлено."), Length(max=4000)]
    )
    seen = IntegerField("Редакция", validators=[InputRequired()])


class DraftForm(Form):
    text = TextAreaField("Ответ школы")
    draft = IntegerField("Редакция черновика", validators=[Optional()], default=0)


class SettleForm(Form):
    state = RadioField(
        "Решение",
        choices=choices_of(SETTLING),
        validators=[InputRequired("Выберите: устранено, не устранено или снято.")],
    )
    text = TextAreaField("Пояснение", validators=[Optional(), Length(max=4000)])
    seen = IntegerField("Редакция", validators=[InputRequired()])


class TemplateForm(Form):
    text = TextAreaField("Текст", validators=[DataRequired("Напишите текст шаблона."), Length(max=4000)])
    kind = SelectField("Вид", choices=choices_of(RemarkKind), default=RemarkKind.ESSENTIAL.value)
    criteria = SelectMultipleField("Критерии", validators=[Optional()])
    basis = StringField("Основание", validators=[Optional(), Length(max=300)])
    seen = IntegerField("Редакция", validators=[Optional()], default=0)


class SeenForm(Form):
    seen = IntegerField("Редакция", validators=[Optional()], default=0)
