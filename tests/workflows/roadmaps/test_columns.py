"""Which line is the header of a table of measures."""

from workflows.roadmaps.columns import find_header
from workflows.roadmaps.lines import Line


def test_a_row_with_a_number_of_its_own_is_no_header() -> None:
    line = Line(("ОО, кураторы", "3", "Мониторинг мер", "Документы", "когда-нибудь"), 5)
    assert find_header([line], 0) is None
    assert find_header([Line(("Кто", "№", "Перечень мер", "Документы", "Когда"), 5)], 0) is not None
