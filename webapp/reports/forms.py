"""Forms of reports: what a person writes into section 5."""

from wtforms import TextAreaField
from wtforms.validators import Length

from webapp.forms import Form

LIMIT = 9_000
GENERAL = "Рекомендации:"
"""The line between the two texts, as it is printed."""


class OrderForm(Form):
    """Conclusions and general recommendations; one text in the report, in this order."""

    conclusions = TextAreaField(
        "Выводы", validators=[Length(max=LIMIT, message="Сократите выводы до 9000 знаков.")]
    )
    recommendations = TextAreaField(
        "Общие рекомендации", validators=[Length(max=LIMIT, message="Сократите рекомендации до 9000 знаков.")]
    )

    def fill(self, text: str) -> None:
        """Show the text of an earlier report, to be edited."""
        before, _, after = f"\n{text}".partition(f"\n{GENERAL}\n")
        self.conclusions.data, self.recommendations.data = before.strip(), after.strip()

    @property
    def text(self) -> str:
        """The conclusion as the report keeps it."""
        parts = [(self.conclusions.data or "").strip()]
        if general := (self.recommendations.data or "").strip():
            parts += [GENERAL, general]
        return "\n".join(part for part in parts if part)
