"""Loads of critical pages, as the judgements of their weight use them."""

from collections.abc import Iterable

from epreuve.audits.checks.frugality.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation

Pages = tuple[Observation[PageObservation], ...]


def complete(pages: Pages) -> list[PageObservation]:
    """Return the records of the pages. Raises NoEvidence when one did not load completely."""
    _require_loaded(page.subject for page in pages if page.record.complete is None)
    return [page.record for page in pages]


def repeated(pages: Pages) -> list[int]:
    """Return the bytes of second loads. Raises NoEvidence when one was not complete."""
    _require_loaded(page.subject for page in pages if page.record.repeat_bytes is None)
    return [page.record.repeat_bytes or 0 for page in pages]


def _require_loaded(failed: Iterable[str]) -> None:
    if paths := ", ".join(failed):
        raise NoEvidence(translate("Pages that did not load: {paths}.", paths=paths))


def scripted(pages: Pages) -> list[str]:
    """Return the paths of the pages whose content a script writes, and was not run."""
    return [page.subject for page in pages if page.record.lacks_content]
