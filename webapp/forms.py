"""The base of every form: Russian messages, the one-time token, stripped text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput

from webapp.database import now
from webapp.errors import Invalid
from workflows.dates import DateError, parse_date
from workflows.dictionaries.return_reasons import RETURN_REASONS
from workflows.links import is_web_address
from workflows.vocabulary import Labelled, Toned


def choices_of(words: Iterable[Labelled | Toned]) -> list[SelectChoice]:
    """Return the words of a vocabulary as the choices of a field."""
    return [SelectChoice(word.value, word.label) for word in words]


def reason_choices() -> list[SelectChoice]:
    """Return why a file may be returned, beginning with no reason at all."""
    return [SelectChoice("", "Не выбрана"), *(SelectChoice(one.code, one.title) for one in RETURN_REASONS)]


def blame(form: FlaskForm, error: Invalid | None) -> tuple[str, ...]:
    """Put the sentence of a refusal on the field it belongs to; return it loose when the form has no such field."""
    if error is None:
        return ()
    if error.field not in form:
        return (error.sentence,)
    form[error.field].errors = [*form[error.field].errors, error.sentence]
    return ()


class Form(FlaskForm):
    """A form of the product. Fields are listed one by one, never taken from the request (AZ-05)."""

    class Meta:
        locales = ("ru",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = unbound_field.kwargs.get("filters", [])
            if issubclass(unbound_field.field_class, StringField) and not filters:
                options = {**options, "filters": [_strip]}
            return unbound_field.bind(form=form, **options)


class RussianDateField(StringField):
    """A date typed as «27.11.2026», «27 ноября» or picked in the browser; `data` stays the text, `day` the date."""

    widget = DateInput()

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data: str | None = None
        self.today = today or now().date()
        self.day: date | None = None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.day = parse_date(self.data, today=self.today)
        except DateError as error:
            raise ValidationError(str(error)) from error
        self.data = self.day.isoformat()


def web_address(_form: FlaskForm, field: Field) -> None:
    """Refuse what is no full http or https address: a link with it would be dangerous, or lead nowhere."""
    if not is_web_address(field.data or ""):
        raise ValidationError("Укажите адрес полностью, начиная с https://.")


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
