"""The gate: whether an assessment is good enough. No data never passes."""

from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, EXIT_NOT_MET
from epreuve.audits.profile import Gate
from epreuve.reports.assessment import Assessment


def exit_code(assessment: Assessment, gate: Gate) -> int:
    """0 when the gate is met, 1 when it is not, 3 when there is no letter to judge by."""
    if assessment.run.interrupted is not None or assessment.result.letter is None:
        return EXIT_NOT_MEASURED
    result = assessment.result
    met = result.floor >= gate.floor and not (gate.no_knockouts and result.knockouts)
    return EXIT_MET if met else EXIT_NOT_MET
