"""Forms of the wizard: the questions of a kind become fields, and files come several at once."""

from collections.abc import Mapping
from datetime import date

from flask_wtf.file import MultipleFileField
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.forms import Form, RussianDateField
from workflows.kind import Answering, Kind, Question

FIELD_PREFIX = "q_"


class StartForm(Form):
    stage = StringField("Этап", validators=[DataRequired("Выберите этап и вид документов.")])
    kind = StringField("Вид", validators=[DataRequired("Выберите этап и вид документов.")])


class UploadForm(Form):
    files = MultipleFileField("Файлы")
    note = StringField("Пояснение", validators=[Optional(), Length(max=300)])
    replaces = IntegerField("Вместо файла", validators=[Optional()])


class BeginUploadForm(Form):
    """What a script says of a file before it sends the first part."""

    key = StringField("Ключ", validators=[DataRequired()])
    name = StringField("Имя", validators=[DataRequired()])
    size = IntegerField("Размер", validators=[InputRequired()])
    replaces = IntegerField("Вместо файла", validators=[Optional()])


class ExcuseForm(Form):
    finding = StringField("Замечание проверки", validators=[DataRequired()])
    reason = TextAreaField(
        "Почему так и надо", validators=[DataRequired("Напишите, почему это не ошибка."), Length(max=1000)]
    )


def answers_form(kind: Kind, answers: Mapping[str, str], *, today: date) -> Form:
    """Return a bound form with one field for each question of the kind; empty answers are kept, not refused."""
    fields = {f"{FIELD_PREFIX}{question.code}": _field(question, today) for question in kind.questions}
    form_class = type("AnswersForm", (Form,), fields)
    form: Form = form_class(data={f"{FIELD_PREFIX}{code}": text for code, text in answers.items()})
    for question in kind.questions:
        if question.required:
            form[f"{FIELD_PREFIX}{question.code}"].flags.required = True
    return form


def given_answers(kind: Kind, form: Form) -> dict[str, str]:
    """Return what was typed, by the code of the question."""
    return {
        question.code: str(form[f"{FIELD_PREFIX}{question.code}"].data or "") for question in kind.questions
    }


def _field(question: Question, today: date) -> object:
    if question.answering is Answering.DATE:
        return RussianDateField(
            question.title, description=question.hint, today=today, validators=[Optional()]
        )
    kind = TextAreaField if question.answering is Answering.TEXT else StringField
    return kind(question.title, description=question.hint, validators=[Optional(), Length(max=5000)])
