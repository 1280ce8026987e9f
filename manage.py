"""The composed product: the WSGI application `app` and every command of `flask`."""

import sys
from importlib import import_module
from importlib.util import find_spec

from config import ConfigurationError
from webapp import create_app, logs

WRONG_INPUT = 2

logs.configure()
try:
    app = create_app()
except ConfigurationError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(WRONG_INPUT)
if find_spec("demo") is not None:  # an image for production leaves the demonstration out
    import_module("demo.commands").install(app)
