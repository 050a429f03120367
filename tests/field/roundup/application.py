"""Entry point of gunicorn: the tracker of this run, and the limit of the variant throttled."""

import os

from roundup.cgi.wsgi_handler import RequestDispatcher
from throttle import throttled

application = throttled(RequestDispatcher(os.path.join(os.environ["FIELD_DATA"], "tracker")))
