"""Django settings of the helpdesk, as its documentation proposes for production."""

import os
from pathlib import Path

SITE = Path(__file__).parents[1]
INSTALLED = Path(os.environ["FIELD_HELPDESK"])

SECRET_KEY = "not secret: only on loopback"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "desk.urls"
WSGI_APPLICATION = "desk.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
# Through the proxies of the audit; the installation sets the port of the server itself.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": os.environ.get("FIELD_DATABASE_PORT", "21211"),
        "NAME": "postgres",
        "USER": "field",
    }
}
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = 21212
STATIC_URL = "/static/"
STATIC_ROOT = INSTALLED / "static"
MEDIA_ROOT = Path(os.environ.get("FIELD_DATA", "/nonexistent")) / "media"
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LOGIN_URL = "helpdesk:login"

HELPDESK_PUBLIC_TICKET_QUEUE = "demandes"
HELPDESK_PUBLIC_TICKET_PRIORITY = 3
HELPDESK_PUBLIC_TICKET_DUE_DATE = None
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_USE_CDN = False
if os.environ.get("FIELD_VARIANT") == "throttled":
    HELPDESK_PUBLIC_TICKET_FORM_CLASS = "desk.throttle.ThrottledForm"
