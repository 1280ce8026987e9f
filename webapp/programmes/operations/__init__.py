"""What the coordinator does with programmes, their participants and their stages."""

from webapp.programmes.operations.programme import Template, add_schools, correct, enter, leave
from webapp.programmes.operations.stage import Unconfirmed, change_stage, enter_stage

__all__ = [
    "Template",
    "Unconfirmed",
    "add_schools",
    "change_stage",
    "correct",
    "enter",
    "enter_stage",
    "leave",
]
