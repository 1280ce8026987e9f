"""A refusal of an operation stands at the field it belongs to, or in the summary when it belongs to none."""

from flask import Flask
from wtforms import StringField

from webapp.errors import Invalid
from webapp.forms import Form, blame


class Asked(Form):
    text = StringField("Текст")


def test_a_refusal_stands_at_its_field_beside_what_was_wrong_before(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"text": "x"}):
        form = Asked()
        assert blame(form, Invalid("Первое.", "text")) == ()
        assert blame(form, Invalid("Второе.", "text")) == ()
        assert list(form.text.errors) == ["Первое.", "Второе."]


def test_a_refusal_of_no_field_is_returned_loose(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={}):
        form = Asked()
        assert blame(form, Invalid("Так нельзя.")) == ("Так нельзя.",)
        assert blame(form, Invalid("Так нельзя.", "alien")) == ("Так нельзя.",)
        assert blame(form, None) == () and not form.text.errors
