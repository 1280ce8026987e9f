"""The forms of signing in, passwords and display settings, and where a browser may be sent afterwards."""

import re
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from wtforms import EmailField, HiddenField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.forms import Form
from webapp.frame import DISPLAY_CHOICES, Display
from workflows.passwords import SHORTEST

HOME = "/"
ADDRESS_LIMIT = 2000
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
KEPT_SIGNS = "/?&=%:+,;@!$'()*~#[]-._"

EMAIL = "Укажите адрес электронной почты."
PASSWORD = "Введите пароль."  # noqa: S105
DISPLAY_WORDS = {
    "size": ("Размер шрифта", {"100": "Обычный", "125": "Крупный, 125 %", "150": "Очень крупный, 150 %"}),
    "theme": ("Тема", {"system": "Как на устройстве", "light": "Светлая", "dark": "Тёмная"}),
    "contrast": ("Контраст", {"normal": "Обычный", "high": "Высокий"}),
    "density": ("Плотность", {"normal": "Обычная", "compact": "Компактная"}),
    "motion": ("Движение на экране", {"on": "Как на устройстве", "off": "Выключено"}),
}


def safe_next(raw: str, base_url: str) -> str:
    """Return where to go after signing in, resolved as a browser would; home for a foreign origin."""
    if not raw or len(raw) > ADDRESS_LIMIT or UNPRINTABLE.search(raw) or not raw.startswith(HOME):
        return HOME
    path = raw.partition("?")[0].partition("#")[0]
    if "//" in path:  # even behind dots: «/..//host» is resolved to «//host»
        return HOME
    try:
        target, own = urlsplit(urljoin(f"{base_url}/", raw)), urlsplit(base_url)
    except ValueError:
        return HOME
    if (target.scheme, target.netloc) != (own.scheme, own.netloc):
        return HOME
    return quote(raw, safe=KEPT_SIGNS)


class LoginForm(Form):
    email = EmailField("Электронная почта", [DataRequired(EMAIL), Length(max=254, message=EMAIL)])
    password = PasswordField("Пароль", [InputRequired(PASSWORD)], filters=[lambda value: value])
    next = HiddenField()
    in_place = HiddenField()
    """Set by the dialog that signs in again without leaving the page."""


class FreshForm(Form):
    password = PasswordField("Пароль", [InputRequired(PASSWORD)], filters=[lambda value: value])
    next = HiddenField()


class ResetForm(Form):
    email = EmailField("Электронная почта", [DataRequired(EMAIL), Length(max=254, message=EMAIL)])


class NewPasswordForm(Form):
    """The rules of passwords are told by the operation, in one sentence each."""

    new = PasswordField(
        "Новый пароль",
        [InputRequired("Введите новый пароль.")],
        description=f"Не менее {SHORTEST} знаков, любые знаки. Подойдёт фраза из нескольких слов.",
        filters=[lambda value: value],
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        "Текущий пароль", [InputRequired("Введите текущий пароль.")], filters=[lambda value: value]
    )


def _choices(name: str) -> dict[str, Any]:
    title, words = DISPLAY_WORDS[name]
    return {"label": title, "choices": [SelectChoice(value, label) for value, label in words.items()]}


class DisplayForm(Form):
    size = RadioField(**_choices("size"))
    theme = RadioField(**_choices("theme"))
    contrast = RadioField(**_choices("contrast"))
    density = RadioField(**_choices("density"))
    motion = RadioField(**_choices("motion"))
    next = HiddenField()

    def chosen(self) -> Display:
        return Display(**{name: getattr(self, name).data for name in DISPLAY_CHOICES})
