"""Complete records for tests, with default values."""

from typing import Any

from epreuve.probes.browser.page_record import HTML_PARSER
from epreuve.probes.evidence.observation import AnyRecord
from epreuve.probes.pages.receipt_records import ReceiptObservation

PAGE: dict[str, Any] = {
    "outcome": "success", "detail": "", "status": 200, "useful": 1.0, "complete": 1.0,
    "limit": 20.0, "bytes": 1000, "third_party_bytes": 0, "requests": 1, "elements": 10,
    "hosts": (), "third_parties": (), "failed": (), "repeat_bytes": 100, "reader": HTML_PARSER,
}  # fmt: skip
ESSENTIAL: dict[str, Any] = {
    "outcome": "success", "reader": HTML_PARSER, "bytes": 3000, "lifetime": 86400,
    "print_style": True, "pdf_bytes": None,
}  # fmt: skip
STATUS: dict[str, Any] = {
    "answered": True, "bytes": 900, "states_availability": True, "human_channel": True,
    "other_host": True,
}  # fmt: skip
RECEIPT_PAGE: dict[str, Any] = {
    "shows_number": True, "number_length": 10, "shows_date": True, "print_style": True,
    "human_channel": True,
}  # fmt: skip


def made(kind: type[AnyRecord], usual: dict[str, Any], **changes: Any) -> AnyRecord:
    """A record with the usual fields, some of them changed."""
    return kind.model_validate({**usual, **changes})


def receipt(arrival: int, **changes: Any) -> ReceiptObservation:
    """A receipt whose submission is stored."""
    usual = {
        "arrival": arrival, "journey": "deposer", "state": "stored", "reason": "",
        "unique": True, "processed": None,
    }  # fmt: skip
    return made(ReceiptObservation, usual, **changes)
