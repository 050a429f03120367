"""Settings of the town, read by the production settings that `wagtail start` makes."""

import os
from pathlib import Path

from commune.settings.base import INSTALLED_APPS, MIDDLEWARE

SECRET_KEY = "not secret: only on loopback"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "demandes.urls"
WSGI_APPLICATION = "demandes.wsgi.application"
INSTALLED_APPS = ["demandes", *INSTALLED_APPS]
MIDDLEWARE = [
    MIDDLEWARE[0],
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *MIDDLEWARE[1:],
]
# Through the proxy of the audit; the installation sets the port of the server itself.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": os.environ.get("FIELD_DATABASE_PORT", "21411"),
        "NAME": "postgres",
        "USER": "field",
    }
}
MEDIA_ROOT = Path(os.environ.get("FIELD_DATA", "/nonexistent")) / "media"
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
WAGTAIL_SITE_NAME = "Commune de Saint-Exemple"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:21400"
