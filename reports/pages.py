"""Fills the HTML and SVG templates, one for all languages; Jinja escapes every value."""

import re
from typing import Any

from epreuve.reports import labels
from epreuve.reports.letters import letter_of
from epreuve.reports.templating import template
from epreuve.reports.text import Language
from epreuve.reports.verdict import likely, verdict
from epreuve.reports.words import Words

# What weighs and says nothing: indentation, and end tags that HTML makes optional.
_WEIGHT = re.compile(r"\n\s*")
_OPTIONAL = re.compile(r"</(?:td|th|tr|li|dt|dd)>")


def filled(name: str, language: Language, **values: Any) -> str:
    """Return one self-contained HTML page or SVG; `values` must be harmless() already."""
    words = Words(language)
    told = template(name).render(
        _=words,
        letter_of=letter_of,
        verdict=verdict,
        likely=likely,
        phase_names=labels.phase_names(words),
        efforts=labels.efforts(words),
        outcomes=labels.outcomes(words),
        kinds=labels.kinds(words),
        modes=labels.modes(words),
        powers=labels.powers(words),
        gain=lambda fix: labels.gain(fix, words),
        entered=lambda run: labels.entered(run, words),
        later=lambda fixes: labels.later(fixes, words),
        engine=lambda name: labels.engine(name, words),
        **values,
    )
    # Attributes stand between double quotes: elsewhere an apostrophe needs no escape.
    return _WEIGHT.sub("\n", _OPTIONAL.sub("", told)).replace("&#39;", "'")
