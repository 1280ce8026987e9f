"""Forms of the package page: one for each thing a step asks for, and for messages, checks, permissions."""

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.forms import Form, RussianDateField, choices_of, reason_choices, web_address
from webapp.opening import OpeningForm
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Asks, FileDecision, RemarkKind

LONG = 4000


class NothingForm(Form):
    """A step that only asks to be confirmed."""


class DeclarationForm(Form):
    declared = BooleanField(
        "Персональных данных обучающихся в файлах нет, или они обезличены",
        validators=[InputRequired("Подтвердите, что персональных данных обучающихся в файлах нет.")],
    )


class StatementForm(Form):
    text = TextAreaField(
        "Заключение куратора",
        validators=[
            DataRequired("Напишите краткое заключение: что проверено и к чему пришли."),
            Length(max=LONG),
        ],
    )


class ReasonForm(Form):
    text = TextAreaField("Причина", validators=[DataRequired("Укажите причину."), Length(max=LONG)])


class PlacementForm(Form):
    day = RussianDateField("Дата размещения", validators=[DataRequired("Укажите дату: число и месяц.")])
    link = StringField(
        "Ссылка на карточку в ИС МЭДК",
        validators=[Optional(), web_address, Length(max=500)],
    )


class VerdictForm(Form):
    verdict = RadioField(
        "Вердикт", choices=choices_of(VerdictKind), validators=[InputRequired("Выберите вердикт.")]
    )
    text = TextAreaField(
        "Обоснование",
        validators=[DataRequired("Напишите обоснование: школа прочтёт его в заключении."), Length(max=LONG)],
    )
    day = RussianDateField("Срок устранения замечаний", validators=[Optional()])


class PaperForm(Form):
    """The requisites of a paper: who issued it, under which number, on which day."""

    body = StringField(
        "Орган", validators=[DataRequired("Укажите орган, который издал документ."), Length(max=300)]
    )
    paper = StringField(
        "Номер документа", validators=[DataRequired("Укажите номер документа."), Length(max=64)]
    )
    day = RussianDateField(
        "Дата документа", validators=[DataRequired("Укажите дату документа: число и месяц.")]
    )


class AgreementForm(PaperForm):
    text = TextAreaField("Пояснение школе", validators=[Optional(), Length(max=LONG)])


class RefusalForm(PaperForm):
    text = TextAreaField(
        "Мотивы отказа",
        validators=[
            DataRequired("Напишите мотивы отказа: школа должна понять, что исправить."),
            Length(max=LONG),
        ],
    )
    until = RussianDateField(
        "Срок доработки", validators=[DataRequired("Укажите срок доработки: число и месяц.")]
    )


STEP_FORMS: Mapping[Asks, type[Form]] = MappingProxyType(
    {
        Asks.NOTHING: NothingForm,
        Asks.DECLARATION: DeclarationForm,
        Asks.STATEMENT: StatementForm,
        Asks.REASON: ReasonForm,
        Asks.PLACEMENT: PlacementForm,
        Asks.VERDICT: VerdictForm,
        Asks.PARTS: OpeningForm,
        Asks.AGREEMENT: AgreementForm,
        Asks.REFUSAL: RefusalForm,
        Asks.APPROVAL: PaperForm,
    }
)


class CheckForm(Form):
    """The curator's decision on a file; returning one asks for a remark."""

    decision = RadioField(
        "Решение", choices=choices_of(FileDecision), validators=[InputRequired("Выберите решение по файлу.")]
    )
    reason = SelectField("Причина возврата", choices=reason_choices(), default="")
    text = TextAreaField("Замечание школе", validators=[Optional(), Length(max=LONG)])
    place = StringField("Место в документе", validators=[Optional(), Length(max=200)])
    kind = SelectField("Вид замечания", choices=choices_of(RemarkKind), default=RemarkKind.ESSENTIAL.value)
    due_on = RussianDateField("Срок устранения", validators=[Optional()])


class RemovalForm(Form):
    """Removal of what a file holds: why, and how the file is called in the history from now on."""

    name = StringField(
        "Название файла в истории",
        validators=[DataRequired("Укажите, как называть файл без персональных данных."), Length(max=200)],
    )
    reason = TextAreaField(
        "Основание",
        validators=[DataRequired("Укажите основание: оно останется в истории пакета."), Length(max=LONG)],
    )
    sure = BooleanField(
        "Понимаю, что восстановить содержимое будет нельзя",
        validators=[
            InputRequired("Подтвердите, что содержимое нужно удалить без возможности восстановления.")
        ],
    )


class MessageForm(Form):
    text = TextAreaField(
        "Новое сообщение", validators=[DataRequired("Напишите текст сообщения."), Length(max=5000)]
    )
    audience = StringField("Кто увидит")


class ExpertForm(Form):
    expert = SelectField("Эксперт", coerce=int, validators=[InputRequired("Выберите эксперта.")])


class JointForm(Form):
    joint = BooleanField("Экспертизу независимо проводят два эксперта")
    seen = IntegerField(validators=[InputRequired()])


class LateForm(Form):
    due = SelectField("Этап и вид документов", validators=[InputRequired("Выберите этап и вид документов.")])
    school = SelectField("Школа", validators=[InputRequired("Выберите школу.")])
    text = TextAreaField("Причина", validators=[DataRequired("Укажите причину."), Length(max=LONG)])
