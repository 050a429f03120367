"""Model clauses for a tender (criterion GOV-5), with the crisis and the grid of the comparison."""

from dataclasses import dataclass

from epreuve.reports.comparison import Comparison
from epreuve.reports.letters import BOUNDS
from epreuve.reports.words import Words


@dataclass(frozen=True)
class Clause:
    """One clause. The buyer sets the figures in square brackets [A]."""

    title: str
    text: str


def clauses(comparison: Comparison, _: Words) -> tuple[Clause, ...]:
    """Return the clauses: right to test, targets, logs and reversibility."""
    first = comparison.assessments[0]
    return (
        Clause(_("Right to test"), _right_to_test(_)),
        Clause(
            _("Resilience targets"),
            _(
                "In a test with epreuve of the crisis “{crisis}” (grid {grid}, sha256 {sha256}), "
                "the service obtains a floor above [{floor}] out of 100 and has no defect that "
                "limits the letter. The supplier corrects any shortfall within [30 days] and then "
                "pays for a new test.",
                crisis=_.of(first.crisis.title),
                grid=first.grid.version,
                sha256=first.grid.sha256,
                floor=_.number(BOUNDS["C"]),
            ),
        ),
        Clause(_("Logs"), _logs(_)),
        Clause(_("Reversibility"), _reversibility(_)),
    )


def _right_to_test(_: Words) -> str:
    return _(
        "The buyer, or a third party that it names, may test the service in a simulated crisis "
        "[once a year] and before each major release, on an environment that represents "
        "production at a known ratio. The supplier opens this environment and its test accounts "
        "within [10 working days]. The plan, the evidence and the assessment belong to the buyer, "
        "who may publish them."
    )


def _logs(_: Words) -> str:
    return _(
        "Access, error and incident logs are dated in UTC and kept for [12 months] in an open "
        "format. The supplier delivers them on request within [24 hours], at no charge. After an "
        "incident, the supplier delivers a written report within [10 working days]."
    )


def _reversibility(_: Words) -> str:
    return _(
        "At any time, and at the end of the contract, the supplier delivers all data, documents "
        "and receipts in an open and documented format within [30 days], at no charge. Both "
        "parties test the export and its restoration elsewhere [once a year]."
    )
