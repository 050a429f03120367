"""Cause: pages that only show information need the database."""

from collections.abc import Iterator

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.fallback_sentences import stopped_at
from epreuve.audits.checks.causes.silent_stops import Stop
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.information import InformationObservation, proving_loads
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text, join


@fact
def unserved_information(evidence: Evidence) -> tuple[str, ...]:
    """Information pages that were not served while a database was silent."""
    loads = proving_loads(evidence, evidence.observations(InformationObservation))
    mine = [one for one in loads if one.record.window not in (ISLAND_CELL, COLD_CELL)]
    if not mine:
        raise NoEvidence(translate("No page was loaded."))
    return tuple(dict.fromkeys(one.subject for one in mine if not one.record.served))


@cause
def no_static_fallback(
    unserved_information: tuple[str, ...], silent_stops: tuple[Stop, ...]
) -> Cause | None:
    """Information pages, and steps that only read, stop while the database is silent."""
    if not unserved_information:
        return None
    return Cause(
        title=translate("Information pages that need the database"),
        observed=join(_observed(unserved_information, silent_stops)),
        repair=translate(
            "Write these pages to files when they change, and let the web server serve the files "
            "(or the last copy of its cache) when the application does not respond."
        ),
        effort=2,
        raises={"DEG-4": FULL},
    )


def _observed(pages: tuple[str, ...], silent_stops: tuple[Stop, ...]) -> Iterator[Text]:
    yield translate("Not served while the database was silent: {pages}.", pages=", ".join(pages))
    stops = [stop for stop in silent_stops if stop.set == "DB" and stop.step.startswith("GET ")]
    if stops:
        yield translate("Journeys stopped at a page too: {stops}.", stops=stopped_at(stops))
