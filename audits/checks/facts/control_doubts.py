"""Steps of a profile that prove nothing, by their controls: `verify`, `unique`, `processed`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence, UnprovenStorage
from epreuve.audits.checks.translation import translate
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.decoys import DecoyObservation
from epreuve.probes.pages.receipt_records import ReceiptControl, UniqueControl
from epreuve.reports.text import Text, join

FEWEST_DECOYS = 3  # of one kind: another user may have a number that was drawn [A]


@dataclass(frozen=True)
class ControlDoubts:
    """A sentence for each journey whose steps prove nothing, by the kind of the steps."""

    verify: Mapping[str, Text] = field(default_factory=dict)
    unique: Mapping[str, Text] = field(default_factory=dict)
    processed: Mapping[str, Text] = field(default_factory=dict)
    critical: frozenset[str] = field(default=frozenset(), compare=False)
    """Critical journeys: their receipts must be read."""

    def require_verify(self) -> None:
        """Raise where `verify` of a journey proves nothing: UnprovenStorage for a critical one."""
        if self.verify:
            missing = NoEvidence if self.critical.isdisjoint(self.verify) else UnprovenStorage
            raise missing(
                join(self.verify.values()),
                verify_remedy(),
            )

    def require_unique(self) -> None:
        """Raise NoEvidence where `unique` of a journey proves nothing."""
        if self.unique:
            raise NoEvidence(join(self.unique.values()), unique_remedy())

    def require_processed(self) -> None:
        """Raise NoEvidence where `processed` of a journey proves nothing."""
        if self.processed:
            raise NoEvidence(join(self.processed.values()), processed_remedy())


def verify_remedy() -> Text:
    """Return what to do about a `verify` that proves nothing."""
    return translate(
        "Let `verify:` read a page of the submission, with an `expect:` that names a field that "
        "the journey sends: `contains: '{field}'`. If an unknown number leads to a list that "
        "names the user, describe that list in `missing:`.",
        field="{citizen.name}",
    )


def unique_remedy() -> Text:
    """Return what to do about a `unique` that proves nothing."""
    return translate(
        "Let `unique:` count the submissions of this user only: 1 for a receipt just made, 0 for "
        "one that was never given. Its pattern must match what differs between two of them, such "
        "as their number."
    )


def processed_remedy() -> Text:
    """Return what to do about a `processed` that proves nothing."""
    return translate("Let `processed:` expect a text that only a processed submission shows.")


@fact
def control_doubts(plan: Plan, evidence: Evidence) -> ControlDoubts:
    """Doubts by the last controls of each journey."""
    names = plan.profile.journeys
    rows = evidence.observations(ReceiptControl)
    doubts = doubts_of({name_in(names, row.subject): row.record for row in rows})
    found = _found_decoys(names, evidence)
    verify = {**doubts.verify, **found}
    return replace(doubts, verify=verify, critical=frozenset(plan.profile.critical()))


def _found_decoys(names: Collection[str], evidence: Evidence) -> dict[str, Text]:
    """Return a sentence for each journey where most of the decoys of one kind were found."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for row in evidence.observations(DecoyObservation):
        counts.setdefault((name_in(names, row.subject), row.record.sort), []).append(
            row.record.found
        )
    return {
        journey: translate(
            "Journey “{journey}”: after the crisis, `verify` found {found} of {n} receipts that "
            "were never given, or that belong to other users, so it proves nothing.",
            journey=journey,
            found=sum(found),
            n=len(found),
        )
        for (journey, _), found in counts.items()
        if len(found) >= FEWEST_DECOYS and sum(found) > len(found) / 2
    }


def doubts_of(controls: Mapping[str, ReceiptControl]) -> ControlDoubts:
    """Return the doubts that controls give, by journey."""
    verify = {name: _verify(name, control) for name, control in controls.items()}
    unique = {name: _unique(name, control.unique) for name, control in controls.items()}
    processed = {
        name: translate(
            "Journey “{journey}”: `processed` also succeeds for a receipt that was never given, so "
            "it proves nothing.",
            journey=name,
        )
        for name, control in controls.items()
        if control.processed_forged
    }
    return ControlDoubts(_present(verify), _present(unique), processed)


def _present(doubts: Mapping[str, Text | None]) -> dict[str, Text]:
    return {name: doubt for name, doubt in doubts.items() if doubt is not None}


def _verify(journey: str, control: ReceiptControl) -> Text | None:
    if control.positive and not control.negative:
        return translate(
            "Journey “{journey}”: `verify` also succeeds for a receipt that was never given, so it "
            "proves nothing.",
            journey=journey,
        )
    if control.proof == "nothing":
        return translate(
            "Journey “{journey}”: the page with which `verify` succeeds shows nothing that its "
            "user sent, and not the receipt either, so it does not prove that the submission is "
            "stored.",
            journey=journey,
        )
    return None


def _unique(journey: str, control: UniqueControl | None) -> Text | None:
    if control is None or control.holds:
        return None
    if control.made is not None and control.made != 1:
        return translate(
            "Journey “{journey}”: `unique` counted {n} for a receipt just made, where it must "
            "count 1.",
            journey=journey,
            n=control.made,
        )
    if control.detail:
        return translate(
            "Journey “{journey}”: `unique` failed for a receipt just made: {detail}.",
            journey=journey,
            detail=recorded_text(control.detail),
        )
    if control.shared and not control.forged:
        return translate(
            "Journey “{journey}”: two submissions of one user would have the same match of "
            "`unique`, {match}. Equal matches count once, so none is ever counted twice.",
            journey=journey,
            match=repr(control.shared),
        )
    return translate(
        "Journey “{journey}”: `unique` counted {n} for a receipt that was never given, where it "
        "must count 0.",
        journey=journey,
        n=control.forged or 0,
    )
