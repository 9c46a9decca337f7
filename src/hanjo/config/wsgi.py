"""The door of the web server (WSGI)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
os.environ.setdefault("HANJO_PROCESS", "web")

application = get_wsgi_application()
