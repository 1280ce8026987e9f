"""Two demo logins, in the shape of the real table."""

from dataclasses import dataclass

PASSWORD = "demo-demo-demo"


@dataclass(frozen=True)
class Login:
    role: str
    email: str
    sees: str
    last: str = ""


LOGINS = (
    Login("Куратор", "curator1@example.org", "две школы", "curator3@example.org"),
    Login("Эксперт", "expert1@example.org", "листы"),
)
