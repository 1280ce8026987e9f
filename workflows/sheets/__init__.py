"""The sheets the product ships with, by code. A municipality edits its own editions of them."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.sheet import Sheet
from workflows.sheets import (
    anti_risk,
    concept,
    development,
    effective_mode,
    evidence_stage1,
    evidence_stage2,
    medium_term,
)

SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        sheet.code: sheet
        for sheet in (
            concept.SHEET,
            medium_term.SHEET,
            anti_risk.SHEET,
            evidence_stage1.SHEET,
            evidence_stage2.SHEET,
            development.SHEET,
            effective_mode.SHEET,
        )
    }
)
