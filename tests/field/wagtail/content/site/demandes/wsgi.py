"""Entry point of gunicorn: the site, and the limit of the variant throttled."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commune.settings.production")

from commune.wsgi import application as site
from throttle import throttled

application = throttled(site)
