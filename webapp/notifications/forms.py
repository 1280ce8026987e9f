"""What the page of notifications sends."""

from wtforms import IntegerField
from wtforms.validators import NumberRange

from webapp.forms import Form

LARGEST = 2**31 - 1
"""The largest number of a row in the database."""


class MarkRead(Form):
    """Mark everything up to the newest line the person has seen."""

    up_to = IntegerField("До уведомления", validators=[NumberRange(min=1, max=LARGEST)])
