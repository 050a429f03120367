"""Cause: a second visit transfers the pages again."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.translation import Bytes, Percent

REPEATED = 0.5  # share of the bytes of the first visit [A]
LEAST = 14_000  # bytes of a second visit that arrive in one round trip: no cache is needed


@cause
def no_cache(pages: tuple[Observation[PageObservation], ...]) -> Cause | None:
    """The page with the most bytes on the second visit transfers most of the first visit again."""
    worst = max(pages, key=lambda page: page.record.repeat_bytes or 0)
    again, first = worst.record.repeat_bytes or 0, worst.record.bytes
    if again <= LEAST or again < REPEATED * first:
        return None
    return Cause(
        title=translate("Pages that browsers may not keep"),
        observed=translate(
            "A second visit of {path} transfers {again} again, {share} of the first visit.",
            path=worst.subject,
            again=Bytes(again, 1),
            share=Percent(min(again / first, 1.0), 0),
        ),
        repair=translate(
            "Send `Cache-Control` with a long lifetime for images, scripts and fonts whose name "
            "has their hash, and an ETag for the pages."
        ),
        effort=1,
        raises={"FRU-5": FULL},
    )
