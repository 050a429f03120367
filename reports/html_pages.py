"""Rendering of the HTML and SVG templates, which serve both languages."""

import re
from typing import Any

from epreuve.reports import labels
from epreuve.reports.conditions import conditions
from epreuve.reports.language import Language
from epreuve.reports.letters import letter_of
from epreuve.reports.machine_use import machine_use
from epreuve.reports.stated import stated
from epreuve.reports.templating import template
from epreuve.reports.translation import Number
from epreuve.reports.verdict import score_interval, verdict
from epreuve.reports.words import Words

# Removed to save bytes: indentation, and end tags that HTML makes optional.
_INDENTATION = re.compile(r"\n\s*")
_OPTIONAL = re.compile(r"</(?:td|th|tr|li|dt|dd)>")


def page(name: str, language: Language, **values: Any) -> str:
    """Return one self-contained HTML page or SVG image. Clean the `values` before."""
    words = Words(language)
    text = template(name).render(
        _=words,
        letter_of=letter_of,
        verdict=verdict,
        score_interval=score_interval,
        phase_names=labels.phase_names(words),
        efforts=labels.efforts(words),
        outcomes=labels.outcomes(words),
        kinds=labels.kinds(words),
        mark_legend=labels.mark_legend(words),
        modes=labels.modes(words),
        powers=labels.powers(words),
        gain=lambda fix: labels.gain(fix, words),
        journal_entry=lambda run: labels.journal_entry(run, words),
        later=lambda fixes: labels.later(fixes, words),
        stated=lambda assessment: stated(assessment, words),
        conditions=lambda assessment: conditions(assessment, words),
        number=Number,
        engine=lambda name: labels.engine(name, words),
        machine_use=lambda use: machine_use(use, words),
        **values,
    )
    # Templates put attributes between double quotes: an apostrophe needs no escape.
    return _INDENTATION.sub("\n", _OPTIONAL.sub("", text)).replace("&#39;", "'")
