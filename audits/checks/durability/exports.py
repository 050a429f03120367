"""Exports of data, by users and by the administration (DAT-6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from epreuve.audits.checks.durability.export_records import (
    ExportDocumentation,
    FullExportObservation,
    UserExport,
)
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence

NO_TRIES = Tries(0, 0)


@dataclass(frozen=True)
class Exports:
    """Files of users requested and complete; receipts expected in the full export and present.

    A side that the profile declares as `none` has no tries.
    """

    citizens: Tries
    receipts: Tries
    documented: bool
    formats: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()  # technical messages, in English
    missing: tuple[str, ...] = ()  # values of users that a file lacks
    opaque: bool = False  # one of them is in no open format


@fact
def exports(plan: Plan, evidence: Evidence) -> Exports:
    """Exports taken after every receipt was read again."""
    exports = plan.profile.export
    if exports is None:
        raise NoEvidence(translate("The profile does not declare an export (`export:`)."))
    own = [observation.record for observation in evidence.observations(UserExport)]
    whole = [observation.record for observation in evidence.observations(FullExportObservation)]
    if (exports.citizen != "none" and not own) or (exports.administrator != "none" and not whole):
        raise NoEvidence(
            translate("The run ended without an export: there was no submission to export.")
        )
    for export in (*own, *whole):
        if not export.answered:
            raise NoEvidence(
                translate(
                    "The export had no response (“{detail}”).", detail=recorded_text(export.detail)
                )
            )
    pages = evidence.observations(ExportDocumentation)
    return Exports(
        citizens=Tries(len(own), sum(_is_whole(export) for export in own)) if own else NO_TRIES,
        receipts=Tries(whole[0].expected, whole[0].found) if whole else NO_TRIES,
        documented=any(page.record.served for page in pages),
        formats=tuple(sorted({export.format for export in (*own, *whole) if export.format})),
        failures=_unique(export.detail for export in (*own, *whole) if export.detail),
        missing=_unique(name for export in own for name in export.missing),
        opaque=any(not export.detail and export.format is None for export in (*own, *whole)),
    )


def _is_whole(export: UserExport) -> bool:
    return not export.detail and export.format is not None and not export.missing


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
