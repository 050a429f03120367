"""FRU – frugality and low bandwidth."""

import math
from statistics import median

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.frugality.ecoindex import ecoindex
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, text
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.browser.page_load import HTML_PARSER
from epreuve.probes.evidence.records import Observation
from epreuve.reports.text import Text


@judgement
def fru_1(edge_page: Observation) -> Measure:
    """Cold load of the entry page on `edge`, until it is useful; never, if not when we stop."""
    seen = edge_page.value
    value = math.inf if seen.get("useful") is None else float(str(seen["useful"]))
    limit = float(str(seen.get("limit", 0)))
    return Measure(
        value,
        seconds(value),
        _read(
            (edge_page,),
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
def fru_3(pages: tuple[Observation, ...]) -> Measure:
    """Median weight of the critical journeys' pages, cold."""
    value = median(_complete(pages, "bytes"))
    return Measure(
        value,
        _weight(value),
        _read(
            pages,
            f"Poids transféré médian de {len(pages)} pages, à froid.",
            f"Median weight of {len(pages)} pages, cold.",
        ),
        "observation: probe `page`, bytes",
    )


@judgement
def fru_4(pages: tuple[Observation, ...]) -> Measure:
    """Median EcoIndex of the critical journeys' pages."""
    dom, asked, size = (_complete(pages, key) for key in ("elements", "requests", "bytes"))
    value = median(ecoindex(*each) for each in zip(dom, asked, size, strict=True))
    return Measure(
        value,
        text(f"{value:.0f} sur 100", f"{value:.0f} of 100"),
        _read(
            pages,
            f"EcoIndex médian de {len(pages)} pages (éléments, requêtes, octets).",
            f"Median EcoIndex of {len(pages)} pages (elements, requests, bytes).",
        ),
        "observation: probe `page`, elements, requests, bytes",
    )


@judgement
def fru_5(pages: tuple[Observation, ...]) -> Measure:
    """Bytes of the second view against the first, all critical pages together."""
    first, second = _complete(pages, "bytes"), _complete(pages, "repeat_bytes")
    value = sum(second) / max(sum(first), 1.0)
    return Measure(
        value,
        text(f"{value:.2f}".replace(".", ","), f"{value:.2f}"),
        _read(
            pages,
            f"{sum(second) / 1000:.0f} Ko à la deuxième visite, {sum(first) / 1000:.0f} à la "
            "première.",
            f"{sum(second) / 1000:.0f} KB on the second view, {sum(first) / 1000:.0f} on the "
            "first.",
        ),
        "observation: probe `page`, repeat_bytes and bytes",
    )


def _read(pages: tuple[Observation, ...], fr: str, en: str) -> Text:
    """A sentence, and who read the pages: figures of two readers are not to be compared."""
    reader = str(pages[0].value.get("reader", HTML_PARSER))
    name = "l'analyseur HTML" if reader == HTML_PARSER else reader
    by = "the HTML parser" if reader == HTML_PARSER else reader
    return text(f"{fr} Lu par {name}.", f"{en} Read by {by}.")


def _complete(pages: tuple[Observation, ...], key: str) -> list[float]:
    """The figure of each page; a page that did not load whole has none, and none is guessed."""
    failed = [
        page.subject
        for page in pages
        if page.value.get("complete") is None or page.value.get(key) is None
    ]
    if failed:
        names = ", ".join(failed)
        raise NoEvidence(f"page non chargée : {names}", f"page not loaded: {names}")
    return [float(str(page.value[key])) for page in pages]


def _weight(size: float) -> Text:
    up = math.ceil(size / 1000)
    return text(f"{up} Ko", f"{up} KB")


DAY = 86_400  # seconds


@judgement
def fru_6(markup: tuple[Observation, ...]) -> Measure:
    """What the pages require contradicts what is declared: a third of it for each thing."""
    required = sorted({name for page in markup for name in _names(page.value["needs_recent"])})
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
def fru_7(essential_page: Observation, criterion: Criterion) -> Measure:
    """Is the emergency page light, kept by browsers for a day, made for paper?"""
    seen = essential_page.value
    size, pdf = seen["bytes"], seen["pdf_bytes"]
    if size is None:
        raise NoEvidence(
            f"{essential_page.subject} n'a pas été chargée en entier",
            f"{essential_page.subject} did not load whole",
        )
    limits = criterion.parameters
    has = {
        "light": float(str(size)) <= limits["maximum_bytes"],
        "cached": int(str(seen["lifetime"])) >= DAY,
        "printable": bool(seen["print_style"])
        or (pdf is not None and float(str(pdf)) <= limits["maximum_pdf_bytes"]),
    }
    return points(criterion, has, f"observation: probe `essential page`, {essential_page.subject}")


def _names(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []
