"""The electronic seal of an organisation on its documents (PAdES): kept keys, sealing, checking (К21, 63-ФЗ)."""

from webapp.sealing.checking import Checked, check
from webapp.sealing.keeping import CODE, Seal, certificate_of, init, known, seal_of, take
from webapp.sealing.sealing import sealed

__all__ = ["CODE", "Checked", "Seal", "certificate_of", "check", "init", "known", "seal_of", "sealed", "take"]
