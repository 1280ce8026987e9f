"""The composed product: the WSGI application `app` and every command of `flask`."""

import logging

from webapp import create_app, logs

logs.configure()
logging.captureWarnings(capture=True)
app = create_app()
