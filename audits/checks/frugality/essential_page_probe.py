"""Probe of the essential page: weight, lifetime in caches, print style (FRU-7)."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.frugality.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.probing.context import PAGE_LIMIT, ProbeContext, probe
from epreuve.audits.checks.probing.style_sheets import read_sheets
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.probes.browser.page_record import HTML_PARSER
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.address import common_authority
from epreuve.probes.http.cache import lifetime
from epreuve.probes.http.response import HttpResponse


@record_kind("essential page")
class EssentialPageObservation(Record):
    """Weight, caching and print style of the minimum service's page; the subject is its path."""

    outcome: Outcome
    """Outcome of the page."""
    reader: str
    """Program that loaded it, as in `page`."""
    bytes: int | None
    """Bytes of the page and its resources; null when it did not load whole."""
    lifetime: int
    """Seconds that a browser may show its copy without a request; 0 for none."""
    print_style: bool
    """Whether it is printable: a style sheet for paper, or no style at all."""
    pdf_bytes: int | None
    """Bytes of the PDF that it links to; null without one."""
    scripted: bool = False
    """Whether a script writes the content: the HTML has nearly none."""

    @property
    def lacks_content(self) -> bool:
        """Whether the reader ran no script, and so loaded a part only."""
        return self.scripted and self.reader == HTML_PARSER


@probe("essential page", InCalm(0.4))
def send_essential_page(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load the first page of the minimum service, and the PDF that it links to.

    Where the profile names none, the first page of a critical journey stands for it.
    """
    profile = context.plan.profile
    named = (*profile.objectives.minimum_service, *profile.information)
    for path in (*named, *context.paths())[:1]:
        view = context.load(path, PAGE_LIMIT)
        session = context.read(path)
        response = session.responses[-1] if session.responses else HttpResponse(0, {}, b"", 0)
        record = EssentialPageObservation(
            outcome=session.outcome,
            reader=view.reader,
            bytes=view.bytes if view.complete is not None else None,
            lifetime=int(lifetime(response)),
            print_style=_prints(context, path, response),
            pdf_bytes=_pdf(context, path, response),
            scripted=view.scripted,
        )
        yield Observation(context.now(), path, record)


@fact
def essential_page(evidence: Evidence) -> Observation[EssentialPageObservation]:
    """Page of the minimum service."""
    page = next(evidence.observations(EssentialPageObservation), None)
    if page is None:
        raise NoEvidence(translate("No page was loaded."))
    if page.record.outcome != "success":
        raise NoEvidence(translate("Pages that did not load: {paths}.", paths=page.subject))
    return page


def _prints(context: ProbeContext, path: str, response: HttpResponse) -> bool:
    from epreuve.probes.pages.print_style import is_printable  # see ProbeContext

    if not response.is_text:
        return False  # printed JSON is not a page for people
    sheets = read_sheets(context, context.origin + path, response.text)
    return is_printable(response.text, [sheet.text for sheet in sheets])


def _pdf(context: ProbeContext, path: str, response: HttpResponse) -> int | None:
    from epreuve.probes.pages.print_style import pdf_address

    address = pdf_address(response.text)
    url = urlsplit(urljoin(context.origin + path, address or ""))
    if address is None or common_authority(url.geturl()) != common_authority(context.origin):
        return None
    session = context.read(url.path + (f"?{url.query}" if url.query else ""))
    return session.responses[-1].size if session.outcome == "success" else None
