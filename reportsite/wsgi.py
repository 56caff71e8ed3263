"""The entry a WSGI server calls: ``gunicorn reportsite.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

application = get_wsgi_application()

from disclosure import shelf  # noqa: E402 - models are there from here on

shelf.turn()  # pages of an earlier program are over
