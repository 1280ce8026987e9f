"""The composed product: the WSGI application `app` and every command of `flask`."""

import logging
import sys

from config import ConfigurationError
from demo import commands as demo
from webapp import create_app, logs

WRONG_INPUT = 2

logs.configure()
logging.captureWarnings(capture=True)
try:
    app = create_app()
except ConfigurationError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(WRONG_INPUT)
demo.install(app)
