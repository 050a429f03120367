"""Variant throttled: after eight tickets a minute, the form comes back with status 200."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from helpdesk.forms import PublicTicketForm
from helpdesk.models import Ticket

LIMIT = 8


class ThrottledForm(PublicTicketForm):
    """Public form that stores at most eight tickets a minute; nothing more is stored."""

    def clean(self):
        """Refuse what is over the limit; the page shows the form with the person's own text."""
        minute = timezone.now() - timedelta(minutes=1)
        if Ticket.objects.filter(created__gt=minute).count() >= LIMIT:
            raise ValidationError("Trop de demandes en même temps. Réessayez dans une minute.")
        return super().clean()
