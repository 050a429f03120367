"""First content: the queue of the town. Run by the installation, with `manage.py shell`."""

from helpdesk.models import Queue

Queue.objects.get_or_create(
    slug="demandes",
    defaults={
        "title": "Demandes",
        "allow_public_submission": True,
        "email_address": "mairie@exemple.invalid",
        "locale": "fr",
    },
)
