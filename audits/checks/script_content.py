"""Pages whose content a script writes: without a browser, their measures are a lower bound."""

from collections.abc import Sequence

from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text


def require_content(paths: Sequence[str], criterion: Criterion, value: float | None = None) -> None:
    """Raise NoEvidence where a script writes the content of pages.

    A value that gives no point proves enough: the whole page cannot be better.
    """
    if paths and (value is None or criterion.curve.score(value) > 0):
        raise without_browser(paths)


def without_browser(paths: Sequence[str]) -> NoEvidence:
    """Return the error of a measure that needs a browser."""
    return NoEvidence(script_sentence(paths), translate("Run the audit with --browser."))


def script_sentence(paths: Sequence[str]) -> Text:
    """Return the sentence about pages whose HTML has nearly no text."""
    return translate(
        "A script writes the content of these pages, and was not run: {paths}.",
        paths=", ".join(paths),
    )
