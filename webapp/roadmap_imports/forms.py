"""Forms of an import: the file, the whole of the roadmap, what it belongs to; the order that approves it."""

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField
from webapp.roadmap.operations import OrderFacts
from webapp.roadmap_imports.operations import HeadingFacts

Choices = list[tuple[str, str]]
DIGITS = 9


class SeenForm(Form):
    seen = HiddenField()

    @property
    def known(self) -> int:
        """Which state of the rows the page showed; 0 for none that can be."""
        text = self.seen.data or ""
        return int(text) if text.isdigit() and len(text) <= DIGITS else 0


class UploadForm(Form):
    file = FileField("Файл дорожной карты")
    amends = SelectField("Что загружаете", validators=[Optional()])

    def offer(self, maps: Choices) -> "UploadForm":
        self.amends.choices = [SelectChoice("", "Новая дорожная карта")]
        self.amends.choices += [
            SelectChoice(number, f"Новая редакция: {title}"[:120]) for number, title in maps
        ]
        return self


class ColumnsForm(SeenForm):
    title = TextAreaField(
        "Название", validators=[DataRequired("Укажите название дорожной карты."), Length(max=1000)]
    )
    territory = StringField("Территория", validators=[Optional(), Length(max=300)])
    starts_on = RussianDateField("Начало", validators=[DataRequired("Укажите начало: число и месяц.")])
    ends_on = RussianDateField("Окончание", validators=[DataRequired("Укажите окончание: число и месяц.")])
    is_school_year = BooleanField("Карта на учебный год: сентябрь – декабрь относятся к первому году")

    def facts(self) -> HeadingFacts:
        """Return what a valid form says."""
        if self.starts_on.day is None or self.ends_on.day is None:
            raise ValueError("the form is not valid")
        return HeadingFacts(
            title=self.title.data or "",
            territory=self.territory.data or "",
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            is_school_year=bool(self.is_school_year.data),
        )


class AcceptForm(SeenForm):
    programme = SelectField("Проект", validators=[Optional()])

    def offer(self, programmes: Choices) -> "AcceptForm":
        self.programme.choices = [SelectChoice("", "Не указан")]
        self.programme.choices += [SelectChoice(code, title) for code, title in programmes]
        return self


class _Order(SeenForm):
    title = StringField(
        "Документ",
        validators=[
            DataRequired("Укажите документ, например приказ."),
            Length(max=250),
        ],
    )
    number = StringField("Номер", validators=[DataRequired("Укажите номер документа."), Length(max=60)])
    dated = RussianDateField("Дата", validators=[DataRequired("Укажите дату документа: число и месяц.")])

    def facts(self) -> OrderFacts:
        """Return what a valid form says."""
        if self.dated.day is None:
            raise ValueError("the form is not valid")
        return OrderFacts(title=self.title.data or "", number=self.number.data or "", dated=self.dated.day)


class OrderForm(_Order):
    """The order that approves a roadmap."""


class AmendForm(_Order):
    """The order that amends it, and why."""

    reason = TextAreaField(
        "Чем вызваны изменения",
        validators=[DataRequired("Укажите, чем вызваны изменения."), Length(max=2000)],
    )
