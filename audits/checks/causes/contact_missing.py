"""Cause: pages without a phone number or without a counter."""

from collections.abc import Iterator, Sequence

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.human_fallback.human_channel_probe import (
    NOWHERE,
    HumanChannelObservation,
)
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text, join, untranslated

Pages = tuple[Observation[HumanChannelObservation], ...]


@cause
def contact_missing(human_channel: Pages) -> Cause | None:
    """Pages that a person can read do not show a phone number, or no counter with its hours."""
    read = [page for page in human_channel if page.record.unreadable is None]
    missing = list(_missing(read))
    if not missing:
        return None
    return Cause(
        title=translate("Pages without a phone number or a counter"),
        observed=join(missing),
        repair=translate(
            "Put the phone number, the address and the hours into the footer that all pages "
            "share, the error page included."
        ),
        effort=1,
        raises={"HUM-1": FULL},
    )


def _missing(pages: Sequence[Observation[HumanChannelObservation]]) -> Iterator[Text]:
    without_phone = [_name(page.subject) for page in pages if not page.record.phone]
    without_counter = [_name(page.subject) for page in pages if not page.record.counter]
    if without_phone:
        yield translate("Without a phone number: {pages}.", pages=without_phone)
    if without_counter:
        yield translate("Without a counter and its hours: {pages}.", pages=without_counter)


def _name(path: str) -> Text:
    return translate("the error page") if path == NOWHERE else untranslated(path)
