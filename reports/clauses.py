"""The clauses to paste into a tender (criterion GOV-5), filled in with what was compared."""

from dataclasses import dataclass

from epreuve.reports.comparison import Comparison
from epreuve.reports.letters import BOUNDS
from epreuve.reports.words import Words


@dataclass(frozen=True)
class Clause:
    """One clause; figures in square brackets are for the buyer to set [A]."""

    title: str
    text: str


def clauses(comparison: Comparison, _: Words) -> tuple[Clause, ...]:
    """Return the right to test, the targets, the logs and the reversibility."""
    played = comparison.assessments[0]
    return (
        Clause(_("Right to test"), _right_to_test(_)),
        Clause(
            _("Resilience targets"),
            _(
                "Played with epreuve on the crisis “{crisis}” (grid {grid}, sha256 {sha256}), the "
                "service obtains a floor above [{floor}] out of 100 and shows no defect that caps "
                "the letter. What falls short is repaired within [30 days], then played again at "
                "the supplier’s expense.",
                crisis=_.of(played.crisis.title),
                grid=played.grid.version,
                sha256=played.grid.sha256,
                floor=_.number(BOUNDS["C"]),
            ),
        ),
        Clause(_("Logs"), _logs(_)),
        Clause(_("Reversibility"), _reversibility(_)),
    )


def _right_to_test(_: Words) -> str:
    return _(
        "The buyer, or a third party that it names, may put the service through a simulated crisis "
        "[once a year] and before each major release, on an environment that represents "
        "production at a known ratio. The supplier opens this environment and its test accounts "
        "within [10 working days]. The plan, the evidence and the assessment belong to the buyer, "
        "who may publish them."
    )


def _logs(_: Words) -> str:
    return _(
        "Access, error and incident logs are dated in UTC, kept for [12 months] in an open format, "
        "and handed over on request within [24 hours], at no charge. After an incident, the "
        "supplier gives a written account of it within [10 working days]."
    )


def _reversibility(_: Words) -> str:
    return _(
        "At any time, and at the end of the contract, the supplier hands over all data, documents "
        "and receipts in an open and documented format within [30 days], at no charge. The export, "
        "and its restoration elsewhere, are tried together [once a year]."
    )
