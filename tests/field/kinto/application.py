"""Entry point of gunicorn: Kinto, and the limit of the variant throttled."""

import os

from pyramid.paster import get_app
from throttle import Throttle

application = get_app(os.environ["FIELD_INI"])
if os.environ.get("FIELD_VARIANT") == "throttled":
    body = b'{"code": 429, "error": "Too Many Requests"}'
    application = Throttle(application, "429 Too Many Requests", "application/json", body)
