"""Names of the outcomes of requests and journeys."""

from collections.abc import Mapping
from functools import cache

from epreuve.audits.messages.translation import translate
from epreuve.probes.evidence.records import Outcome
from epreuve.reports.text import Text


@cache
def outcome_names() -> dict[Outcome, Text]:
    """Return the name of each outcome in both languages."""
    return {
        "success": translate("success"),
        "wrong content": translate("wrong content"),
        "http error": translate("HTTP error"),
        "refused": translate("refused"),
        "reset": translate("reset"),
        "eof": translate("closed without a response"),
        "truncated": translate("truncated"),
        "connect timeout": translate("connect time-out"),
        "tls timeout": translate("TLS time-out"),
        "first byte timeout": translate("first-byte time-out"),
        "body timeout": translate("body time-out"),
        "gave up": translate("gave up"),
        "in flight": translate("in flight at the end"),
        "dropped": translate("not sent (test machine)"),
        "no link": translate("no network"),
        "error": translate("error of the harness"),
    }


def outcome_counts(counts: Mapping[Outcome, int]) -> list[Text]:
    """Return one text for each outcome, such as "reset: 18"."""
    names = outcome_names()
    return [
        translate("{outcome}: {n}", outcome=names[outcome], n=count)
        for outcome, count in counts.items()
    ]
