"""FRU – frugality and low bandwidth."""

import math
from collections.abc import Iterable
from statistics import median

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.frugality.ecoindex import ecoindex
from epreuve.audits.checks.frugality.essential_page_probe import EssentialPageObservation
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, text
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.browser.page_load import HTML_PARSER
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup_record import MarkupObservation
from epreuve.reports.text import Text

Pages = tuple[Observation[PageObservation], ...]


@judgement
def fru_1(edge_page: Observation[EdgePageObservation]) -> Measure:
    """Cold load of the entry page on `edge`, until it is useful; never, if not when we stop."""
    page = edge_page.record
    value, limit = math.inf if page.useful is None else page.useful, page.limit
    return Measure(
        value,
        seconds(value),
        _read(
            page.reader,
            f"{edge_page.subject} à froid sur une liaison EDGE (240 kbit/s, 840 ms)"
            + (f"; pas encore utile après {limit:.0f} s." if math.isinf(value) else "."),
            f"{edge_page.subject}, cold, on an EDGE link (240 kbit/s, 840 ms)"
            + (f"; not useful yet after {limit:.0f} s." if math.isinf(value) else "."),
        ),
        "observation: probe `edge page`",
    )


@judgement
def fru_2(poor_links: Tries) -> Measure:
    """Share of critical journeys that succeed over poor mobile links."""
    return Measure(
        poor_links.share,
        share(poor_links.share, poor_links.succeeded, poor_links.tried),
        text(
            f"{poor_links.succeeded} démarches sur {poor_links.tried} ont abouti sur EDGE avec "
            "pertes et 4G saturée.",
            f"{poor_links.succeeded} of {poor_links.tried} journeys succeeded on lossy EDGE and "
            "congested 4G.",
        ),
        "attempt: surge stage, cohorts edge-lossy and 4g-congested",
        counted=(poor_links.succeeded, poor_links.tried),
    )


@judgement
def fru_3(pages: Pages) -> Measure:
    """Median weight of the critical journeys' pages, cold."""
    value = median(page.bytes for page in _complete(pages))
    return Measure(
        value,
        _weight(value),
        _read(
            pages[0].record.reader,
            f"Poids transféré médian de {len(pages)} pages, à froid.",
            f"Median weight of {len(pages)} pages, cold.",
        ),
        "observation: probe `page`, bytes",
    )


@judgement
def fru_4(pages: Pages) -> Measure:
    """Median EcoIndex of the critical journeys' pages."""
    value = median(ecoindex(p.elements, p.requests, p.bytes) for p in _complete(pages))
    return Measure(
        value,
        text(f"{value:.0f} sur 100", f"{value:.0f} of 100"),
        _read(
            pages[0].record.reader,
            f"EcoIndex médian de {len(pages)} pages (éléments, requêtes, octets).",
            f"Median EcoIndex of {len(pages)} pages (elements, requests, bytes).",
        ),
        "observation: probe `page`, elements, requests, bytes",
    )


@judgement
def fru_5(pages: Pages) -> Measure:
    """Bytes of the second view against the first, all critical pages together."""
    first = sum(page.bytes for page in _complete(pages))
    second = sum(_repeated(pages))
    value = second / max(first, 1.0)
    return Measure(
        value,
        text(f"{value:.2f}".replace(".", ","), f"{value:.2f}"),
        _read(
            pages[0].record.reader,
            f"{second / 1000:.0f} Ko à la deuxième visite, {first / 1000:.0f} à la première.",
            f"{second / 1000:.0f} KB on the second view, {first / 1000:.0f} on the first.",
        ),
        "observation: probe `page`, repeat_bytes and bytes",
    )


def _read(reader: str, fr: str, en: str) -> Text:
    """A sentence, and who read the pages: figures of two readers are not to be compared."""
    name = "l'analyseur HTML" if reader == HTML_PARSER else reader
    by = "the HTML parser" if reader == HTML_PARSER else reader
    return text(f"{fr} Lu par {name}.", f"{en} Read by {by}.")


def _complete(pages: Pages) -> list[PageObservation]:
    """Return the records of the pages. Raises NoEvidence where one did not load whole."""
    _fail(page.subject for page in pages if page.record.complete is None)
    return [page.record for page in pages]


def _repeated(pages: Pages) -> list[int]:
    """Return the bytes of second loads. Raises NoEvidence where one was not complete."""
    _fail(page.subject for page in pages if page.record.repeat_bytes is None)
    return [page.record.repeat_bytes or 0 for page in pages]


def _fail(paths: Iterable[str]) -> None:
    if names := ", ".join(paths):
        raise NoEvidence(f"page non chargée : {names}", f"page not loaded: {names}")


def _weight(size: float) -> Text:
    up = math.ceil(size / 1000)
    return text(f"{up} Ko", f"{up} KB")


DAY = 86_400  # seconds


@judgement
def fru_6(markup: tuple[Observation[MarkupObservation], ...]) -> Measure:
    """What the pages require contradicts what is declared: a third of it for each thing."""
    required = sorted({name for page in markup for name in page.record.recent_features})
    names = ", ".join(required)
    return Measure(
        3.0 - len(required),
        text(f"{len(required)}", f"{len(required)}"),
        text(
            f"Lecture des pages : exigé sans recours, {names}."
            if names
            else "Lecture des pages : rien de récent n'est exigé.",
            f"Reading the pages: required with no way around, {names}."
            if names
            else "Reading the pages: nothing recent is required.",
        ),
        "observation: probe `markup`, needs_recent",
        best=100.0 * (1 - len(required) / 3),
    )


@judgement
def fru_7(essential_page: Observation[EssentialPageObservation], criterion: Criterion) -> Measure:
    """Is the emergency page light, kept by browsers for a day, made for paper?"""
    page = essential_page.record
    if page.bytes is None:
        raise NoEvidence(
            f"{essential_page.subject} n'a pas été chargée en entier",
            f"{essential_page.subject} did not load whole",
        )
    limits = criterion.parameters
    has = {
        "light": page.bytes <= limits["maximum_bytes"],
        "cached": page.lifetime >= DAY,
        "printable": page.print_style
        or (page.pdf_bytes is not None and page.pdf_bytes <= limits["maximum_pdf_bytes"]),
    }
    return points(criterion, has, f"observation: probe `essential page`, {essential_page.subject}")
