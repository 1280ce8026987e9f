"""The file storage and the settings of the running application."""

from flask import current_app

import config
from webapp.storage import Storage


def storage() -> Storage:
    """Return the storage this application keeps its files in."""
    store: Storage = current_app.extensions["storage"]
    return store


def settings() -> config.Settings:
    found: config.Settings = current_app.extensions["settings"]
    return found
