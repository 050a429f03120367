"""Records of page loads."""

from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.records import Outcome

HTML_PARSER = "HTML parser"  # reader of pages without a browser, as evidence names it


class PageRecord(Record):
    """One load of a page; the subject is its path. Bytes are those of bodies, as compressed."""

    outcome: Outcome
    """Outcome of the page itself."""
    detail: str
    """Cause of a failure; empty without one."""
    status: int
    """HTTP status; 0 without a response."""
    useful: float | None
    """Seconds to the page and what blocks its display; null when not in time."""
    useful_bytes: int | None = None
    """Bytes of the page and what blocks its display; null when not in time."""
    complete: float | None
    """Seconds to the last resource; null when not in time."""
    limit: float
    """Seconds after which the probe stopped waiting."""
    bytes: int
    """Bytes of the page and of its resources."""
    third_party_bytes: int
    """Bytes from other hosts."""
    requests: int
    """Requests sent."""
    elements: int
    """HTML elements of the page."""
    hosts: tuple[str, ...]
    """Hosts that the page loads from."""
    third_parties: tuple[str, ...]
    """Those that are not the service's own."""
    failed: tuple[str, ...]
    """Resources that failed, each as `address: cause`."""
    repeat_bytes: int | None
    """Bytes of a second load with the cache; null when it was not complete."""
    reader: str
    """Program that loaded the page: `HTML parser`, or a browser with its version."""
    scripted: bool = False
    """Whether a script writes the content: the HTML has nearly none."""

    @property
    def lacks_content(self) -> bool:
        """Whether the reader ran no script, and so loaded a part only."""
        return self.scripted and self.reader == HTML_PARSER


@record_kind("page")
class PageObservation(PageRecord):
    """Load of a page of a critical journey on a clean network, without a cache."""
