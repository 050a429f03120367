"""Page to follow a request: Wagtail shows submissions only to its editors."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import constant_time_compare
from wagtail.contrib.forms.models import FormSubmission

from demandes.models import key_of


def follow(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Show a stored request to whoever has its link."""
    if not constant_time_compare(key, key_of(number)):
        raise Http404
    submission = get_object_or_404(FormSubmission, pk=number)
    return render(request, "demandes/follow.html", {"form_submission": submission})
