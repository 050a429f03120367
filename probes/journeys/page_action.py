"""Actions on the page received before: a form to submit, a link to follow."""

from typing import Self

from pydantic import model_validator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import message
from epreuve.probes.journeys.checked_text import Selector
from epreuve.probes.journeys.one_or_more import Texts, Uploads


class Submit(FrozenModel):
    """Form of the page received before, sent with its own values and these ones.

    Its hidden fields, default values, chosen options, checked boxes and its button are those of the
    page, as are its address, method and encoding.
    """

    form: Selector | None = None
    """CSS selector of the form; by default the first form that has the fields below."""
    fields: dict[str, Texts] = {}
    """Field → value, or list of values, in place of those of the page; `[]` sends none."""
    files: dict[str, Uploads] = {}
    """Field → `{citizen.file}`, or a file with its name and type."""


class Follow(FrozenModel):
    """Link of the page received before, found by its text or by a selector."""

    text: str | None = None
    """Text of the link; a link that only contains it is followed where no text is equal."""
    css: Selector | None = None
    """CSS selector of the link."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.text is None) == (self.css is None):
            raise ValueError(message("`follow` has exactly one of `text` and `css`"))
        return self
