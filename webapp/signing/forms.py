"""What is typed when a report is signed, declined, or its stage taken up again."""

from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from webapp.forms import Form, RussianDateField
from webapp.signing.operations import Requisites


class SignForm(Form):
    sha256 = HiddenField(validators=[DataRequired("Откройте страницу подписания заново.")])


class AttachForm(Form):
    signature = FileField("Файл подписи", validators=[DataRequired("Выберите файл подписи на компьютере.")])


class ScanForm(Form):
    scan = FileField("Скан-копия", validators=[DataRequired("Выберите скан-копию на компьютере.")])
    signed_by = StringField(
        "Кто подписал",
        validators=[
            DataRequired("Укажите, кто подписал бумагу: должность и фамилию."),
            Length(max=300, message="Сократите до 300 знаков."),
        ],
    )
    signed_on = RussianDateField("Дата подписи", validators=[DataRequired("Укажите дату с бумаги.")])


class DeclineForm(Form):
    reason = TextAreaField(
        "Почему отчёт не подписан",
        validators=[
            DataRequired("Напишите, почему отчёт не подписан: координатор исправит и сформирует новый."),
            Length(max=2000, message="Сократите причину до 2000 знаков."),
        ],
    )


class RevokeForm(Form):
    reason = TextAreaField(
        "Почему документ отзывается",
        validators=[
            DataRequired("Напишите, почему документ отзывается: причина останется видна всегда."),
            Length(max=2000, message="Сократите причину до 2000 знаков."),
        ],
    )


class ReopenForm(Form):
    reason = TextAreaField(
        "Почему этап возобновляется",
        validators=[
            DataRequired("Напишите, почему этап возобновляется: причина останется видна всегда."),
            Length(max=2000, message="Сократите причину до 2000 знаков."),
        ],
    )


class AgreementForm(Form):
    title = StringField(
        "Название документа",
        validators=[
            DataRequired("Укажите название документа."),
            Length(max=200, message="Сократите название."),
        ],
    )
    number = StringField(
        "Номер",
        validators=[DataRequired("Укажите номер документа."), Length(max=60, message="Сократите номер.")],
    )
    dated = RussianDateField("Дата", validators=[DataRequired("Укажите дату документа.")])

    @property
    def requisites(self) -> Requisites:
        return Requisites(self.title.data or "", self.number.data or "", self.dated.day or self.dated.today)
