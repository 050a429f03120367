"""Page types: a page with text, and the form page of Wagtail's documentation."""

from django.core import signing
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.fields import RichTextField
from wagtail.models import Page


class TextPage(Page):
    """Page with a text."""

    body = RichTextField()
    content_panels = [*Page.content_panels, FieldPanel("body")]


class FormField(AbstractFormField):
    """Field of a form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm):
    """Form; without an address for mails, the clerk reads submissions in Wagtail's admin."""

    intro = RichTextField(blank=True)
    thank_you_text = RichTextField(blank=True)
    content_panels = [
        *AbstractEmailForm.content_panels,
        FieldPanel("intro"),
        InlinePanel("form_fields", label="Form fields"),
        FieldPanel("thank_you_text"),
    ]

    def render_landing_page(self, request, form_submission=None, *args, **kwargs):
        """Render Wagtail's landing page, with the key of the link to follow the request."""
        response = super().render_landing_page(request, form_submission, *args, **kwargs)
        if form_submission is not None:
            response.context_data["key"] = key_of(form_submission.pk)
        return response


def key_of(number: int) -> str:
    """Return the key without which nobody reads the request of this number."""
    return signing.Signer(salt="suivi").signature(str(number))
