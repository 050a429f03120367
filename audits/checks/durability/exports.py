"""Exports of data, by users and by the administration (DAT-6)."""

from dataclasses import dataclass

from epreuve.audits.checks.durability.export_records import (
    ExportDocumentation,
    ExportRecord,
    FullExportObservation,
    UserExport,
)
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence

NO_TRIES = Tries(0, 0)
OPAQUE = "no open format"


@dataclass(frozen=True)
class Exports:
    """Citizens' files tried and whole; receipts looked for in the administration's, and found.

    A side without any way out, by the profile's own word, has tried nothing. `faults` say what
    was wrong with the others, `formats` what was read.
    """

    citizens: Tries
    receipts: Tries
    documented: bool
    formats: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    opaque: bool = False  # one of them is in no open format


@fact
def exports(plan: Plan, evidence: Evidence) -> Exports:
    """The exports taken once every receipt had been read again."""
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
                translate("The export had no response: {detail}.", detail=str(export.detail))
            )
    faults = dict.fromkeys(fault for export in (*own, *whole) if (fault := _fault(export)))
    pages = evidence.observations(ExportDocumentation)
    return Exports(
        citizens=Tries(len(own), sum(not _fault(export) for export in own)) if own else NO_TRIES,
        receipts=Tries(whole[0].expected, whole[0].found) if whole else NO_TRIES,
        documented=any(page.record.served for page in pages),
        formats=tuple(sorted({export.format for export in (*own, *whole) if export.format})),
        faults=tuple(fault for fault in faults if fault != OPAQUE),
        opaque=OPAQUE in faults,
    )


def _fault(export: ExportRecord) -> str:
    """Return what is wrong with an export; "" when it is whole."""
    if export.detail:
        return export.detail
    if export.format is None:
        return OPAQUE
    return ", ".join(export.missing) if isinstance(export, UserExport) else ""
