"""FRU – frugality and low bandwidth."""

import math
from statistics import median

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.links import WORKING, Links
from epreuve.audits.checks.frugality.complete_pages import Pages, complete, repeated, scripted
from epreuve.audits.checks.frugality.ecoindex import ecoindex
from epreuve.audits.checks.frugality.essential_page_probe import EssentialPageObservation
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.audits.checks.frugality.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, shown
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.script_content import require_content, script_sentence
from epreuve.audits.checks.statistics.difference import CHANCE, less_by_chance
from epreuve.audits.checks.statistics.interval import wilson
from epreuve.audits.crises.network import networks
from epreuve.audits.grid.criterion import Criterion
from epreuve.faults.units import DAY
from epreuve.probes.browser.page_record import HTML_PARSER
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup_record import MarkupObservation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Bytes, Number, Percent, Seconds

NOT_SATURATED = 0.8  # share of them under which a knock-out may come from saturation [A]


@judgement
def fru_1(edge_page: Observation[EdgePageObservation], criterion: Criterion) -> Measure:
    """Time until the entry page is useful on EDGE, without cache; infinite after the time limit.

    The rate is that of the whole link, as on a phone. The simulation limits each connection, so
    that several connections at once are too fast: the page needs at least the time in which the
    link carries its bytes.
    """
    page = edge_page.record
    if page.lacks_content:  # useful after its scripts, at the earliest
        page = page.model_copy(update={"useful": page.complete, "useful_bytes": page.bytes})
    value = math.inf if page.useful is None else max(page.useful, _on_the_link(page))
    require_content((edge_page.subject,) if page.lacks_content else (), criterion, value)
    sentences = [
        translate(
            "{path} without cache on an EDGE link (240 kbit/s for all connections together, "
            "840 ms).",
            path=edge_page.subject,
        )
    ]
    if math.isinf(value):
        limit = Seconds(page.limit, 0)
        sentences.append(translate("It was not useful after {limit}.", limit=limit))
    elif page.useful is not None and value > page.useful:
        sentences.append(
            translate(
                "It came on several connections in {useful}; one link needs longer for {size}.",
                useful=Seconds(page.useful),
                size=Bytes(page.useful_bytes or 0, 1),
            )
        )
    return Measure(
        value,
        seconds(value),
        join((*sentences, _reader(page.reader))),
        translate("`observation`: kind `edge page`."),
    )


def _on_the_link(page: EdgePageObservation) -> float:
    """Return the seconds in which an EDGE link carries the bytes of a useful page."""
    link = networks()["edge"]
    return 2 * link.latency / 1000 + (page.useful_bytes or 0) / (1000 * (link.down or math.inf))


@judgement
def fru_2(links: Links, script_pages: tuple[str, ...], criterion: Criterion) -> Measure:
    """Share of critical journeys that succeed over poor links, relative to clean links.

    Both are of the same window. Where control users on clean links fail too, the difference must be
    significant; without one, the links prove nothing. Success on poor links needs no control. A
    knock-out needs clean links that work: else saturation may be the cause of both.
    """
    poor, clean = links.poor, links.clean
    counts = (poor.succeeded, poor.tried, clean.succeeded, clean.tried)
    significant = less_by_chance(*counts) <= CHANCE
    control = translate("On clean links at the same time: {done} of {tried}.", **clean.counts)
    is_relative = clean.share < WORKING > poor.share
    if is_relative and not significant:
        raise NoEvidence(join((_no_cause(poor, clean), control)))
    value = min(poor.share / clean.share, 1.0) if is_relative else poor.share
    if script_pages and criterion.curve.score(value) > 0:
        raise NoEvidence(script_sentence(script_pages))  # users of the load run no script
    of_clean = translate("{share} of the rate on clean links", share=Percent(value))
    return Measure(
        value,
        of_clean if is_relative else share(value, poor.succeeded, poor.tried),
        join(
            (
                translate(
                    "{done} of {tried} journeys succeeded on EDGE with losses and on congested 4G.",
                    **poor.counts,
                ),
                control,
            )
        ),
        translate(
            "`attempt`: surge stage, users on EDGE with losses and on congested 4G, compared with "
            "the control users."
        ),
        counted=None if is_relative else (poor.succeeded, poor.tried),
        conclusive=significant and clean.share >= NOT_SATURATED,
    )


def _no_cause(poor: Tries, clean: Tries) -> Text:
    """Return why the failures on poor links may have another cause than these links."""
    if wilson(clean.succeeded, clean.tried).high >= WORKING:
        return translate(
            "{done} of {tried} journeys succeeded on EDGE with losses and on congested 4G. The "
            "control users do not show whether the service worked.",
            **poor.counts,
        )
    return translate(
        "The service was saturated: {done} of {tried} journeys succeeded on EDGE with losses and "
        "on congested 4G, and not significantly more without them.",
        **poor.counts,
    )


@judgement
def fru_3(pages: Pages, criterion: Criterion) -> Measure:
    """Median weight of the pages of critical journeys, without cache."""
    value = median(page.bytes for page in complete(pages))
    require_content(scripted(pages), criterion, value)
    sentence = translate("Median transfer without cache. Pages: {n}.", n=len(pages))
    return Measure(
        value,
        shown(Bytes(value, 1)),
        join((sentence, _reader(pages[0].record.reader))),
        translate("`observation`: kind `page`, `bytes`."),
    )


@judgement
def fru_4(pages: Pages, criterion: Criterion) -> Measure:
    """Median EcoIndex of the pages of critical journeys."""
    value = median(ecoindex(p.elements, p.requests, p.bytes) for p in complete(pages))
    require_content(scripted(pages), criterion, value)
    sentence = translate("Median EcoIndex (elements, requests, bytes). Pages: {n}.", n=len(pages))
    return Measure(
        value,
        translate("{index} of 100", index=Number(value, 0, "down")),
        join((sentence, _reader(pages[0].record.reader))),
        translate("`observation`: kind `page`, `elements`, `requests` and `bytes`."),
    )


@judgement
def fru_5(pages: Pages, criterion: Criterion) -> Measure:
    """Bytes of the second load divided by the first, all critical pages together.

    The first bytes of a page arrive in one round trip, from a cache or not: `free_bytes` of each
    second load are not counted.
    """
    require_content(scripted(pages), criterion)
    first = sum(page.bytes for page in complete(pages))
    again = repeated(pages)
    free = criterion.parameters["free_bytes"]
    value = sum(max(size - free, 0) for size in again) / max(first, 1.0)
    sentence = translate(
        "{second} on the second visit, {first} on the first. The first {free} of each page are not "
        "counted on the second visit.",
        second=Bytes(sum(again), 1),
        first=Bytes(first, 1),
        free=Bytes(free, 0),
    )
    return Measure(
        value,
        shown(Number(value, 2, "up")),
        join((sentence, _reader(pages[0].record.reader))),
        translate("`observation`: kind `page`, `repeat_bytes` and `bytes`."),
    )


def _reader(reader: str) -> Text:
    # Figures of the parser and of a browser cannot be compared.
    if reader == HTML_PARSER:
        return translate("Read by the HTML parser.")
    return translate("Read by {browser}.", browser=reader)


@judgement
def fru_6(markup: tuple[Observation[MarkupObservation], ...]) -> Measure:
    """Recent features that pages require: each one removes a third of the declared score."""
    required = sorted({name for page in markup for name in page.record.recent_features})
    if required:
        reason = translate(
            "The pages require these recent features, without an alternative: {features}.",
            features=", ".join(required),
        )
    else:
        reason = translate("The pages require no recent feature.")
    return Measure(
        3.0 - len(required),
        shown(Number(len(required))),
        reason,
        translate("`observation`: kind `markup`, `recent_features`."),
        best=100.0 * (1 - len(required) / 3),
    )


@judgement
def fru_7(essential_page: Observation[EssentialPageObservation], criterion: Criterion) -> Measure:
    """Checks of the essential page: it is light, cached for a day and printable."""
    page = essential_page.record
    if page.bytes is None:
        raise NoEvidence(
            translate("Pages that did not load: {paths}.", paths=essential_page.subject)
        )
    require_content((essential_page.subject,) if page.lacks_content else (), criterion)
    limits = criterion.parameters
    present = {
        "light": page.bytes <= limits["maximum_bytes"],
        "cached": page.lifetime >= DAY,
        "printable": page.print_style
        or (page.pdf_bytes is not None and page.pdf_bytes <= limits["maximum_pdf_bytes"]),
    }
    evidence = translate(
        "`observation`: kind `essential page`, {path}.", path=essential_page.subject
    )
    return points(criterion, present, evidence)
