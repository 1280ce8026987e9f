"""What the evidence matrix of a package shows, and who may correct it."""

from webapp.evidence.queries.doubles import Double
from webapp.evidence.queries.matrix import Link, Matrix, dossier_of, matrix, matrix_of, why_locked
from webapp.evidence.queries.measures import Planned

__all__ = ["Double", "Link", "Matrix", "Planned", "dossier_of", "matrix", "matrix_of", "why_locked"]
