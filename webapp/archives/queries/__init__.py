"""What a dossier holds: packages as they were, papers of a stage, documents as they can be given now."""

from webapp.archives.queries.cases import Gathered, gather, packages_of
from webapp.archives.queries.orders import About, about_package, about_stage
from webapp.archives.queries.sending import Sent, sent
from webapp.archives.queries.stages import stage_papers, title_of

__all__ = [
    "About", "Gathered", "Sent", "about_package", "about_stage", "gather", "packages_of", "sent", "stage_papers",
    "title_of",
]  # fmt: skip
