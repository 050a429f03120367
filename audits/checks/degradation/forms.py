"""Forms whose users lose the network before sending them (DEG-8)."""

from dataclasses import dataclass

from epreuve.audits.checks.degradation.form_probe import INTERRUPTED, FormObservation
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import control_doubt
from epreuve.audits.checks.facts.submissions import unknown_submissions
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import citizen_link
from epreuve.audits.profile.name import name_in
from epreuve.audits.runs.records.faults import FaultBegin, FaultEvent, FaultHeal
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text, join

ENOUGH = 0.95  # share of the journeys without a cut that succeed where the service bears the load


@dataclass(frozen=True)
class HeldForm:
    """A form whose user lost the network for a while."""

    journey: str
    accepted: bool  # after the cut, with what the user had
    kept: bool  # and read back whole
    cut: float  # real seconds without a network


@fact
def held_forms(
    plan: Plan, evidence: Evidence, control_doubts: ControlDoubts, control_cell: dict[str, Tries]
) -> tuple[HeldForm, ...]:
    """Forms filled before the cut, and their state after it, in the control cell."""
    cut = _cut(evidence)
    forms = []
    for form in evidence.observations(FormObservation):
        journey = name_in(plan.profile.journeys, form.subject)
        if form.record.filled != "success":
            raise NoEvidence(
                translate(
                    "{journey}: the form could not be filled before the cut.", journey=journey
                )
            )
        accepted = form.record.resumed == "success"
        if not accepted and (doubt := _doubt(journey, control_cell.get(journey))):
            raise NoEvidence(doubt)
        if form.record.kept:
            control_doubts.require_verify()
        forms.append(HeldForm(journey, accepted, form.record.kept, cut))
    if not forms:
        raise _no_form(plan)
    return tuple(forms)


def _doubt(journey: str, control: Tries | None) -> Text | None:
    """Return why a refused form proves nothing: journeys without a cut failed at that time, too."""
    if (doubt := control_doubt(journey, control)) is not None:
        return doubt
    if control is not None and control.share < ENOUGH:
        return translate(
            "{journey}: the form was refused after the cut. Without a cut, {done} of {tried} "
            "journeys succeeded at that time.",
            journey=journey,
            **control.counts,
        )
    return None


def _no_form(plan: Plan) -> NoEvidence:
    journeys = [
        (name, journey)
        for name, journey in plan.profile.critical().items()
        if journey.acknowledged_by
    ]
    if not journeys:
        return NoEvidence(translate("No critical journey gives a receipt."))
    without_page = [
        translate(
            "Journey “{journey}” opens no page before it sends its form, so there is no form to "
            "keep.",
            journey=name,
        )
        for name, journey in journeys
        if (parts := journey.around_submission()) is not None and not parts[0]
    ]
    reasons = [*unknown_submissions(journeys), *without_page]
    return NoEvidence(join(reasons or [translate("No form was filled before the cut.")]))


@fact
def scale(plan: Plan) -> float:
    """Number of times that durations were shorter than in the crisis."""
    return plan.scale


def _cut(evidence: Evidence) -> float:
    """Return the seconds from the confirmed cut of the link to its end."""
    link = citizen_link(INTERRUPTED.name)
    times: dict[type[FaultEvent], float] = {}
    for event in evidence.observations(FaultBegin, FaultHeal):
        record = event.record
        confirmed = not isinstance(record, FaultBegin) or record.confirmed is not None
        if event.subject == link and confirmed:
            times[type(record)] = event.time
    if len(times) < 2:
        raise NoEvidence(translate("The link was not cut."))
    return times[FaultHeal] - times[FaultBegin]
