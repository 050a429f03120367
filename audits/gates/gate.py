"""Application of a gate to an assessment. A rule without data is never met."""

import math
from collections.abc import Iterator

from epreuve.audits.errors import (
    EXIT_HARNESS,
    EXIT_MET,
    EXIT_NOT_MEASURED,
    EXIT_NOT_MET,
    EXIT_REGRESSION,
)
from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.regressions import regressions
from epreuve.audits.gates.result import GateResult, RuleResult, RuleState
from epreuve.audits.gates.rules import rule_results
from epreuve.audits.gates.translation import translate
from epreuve.audits.profile.gate import Gate
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

# The first state that a failing rule has gives the exit code: observed failures come first.
CODES: dict[RuleState, int] = {
    "error": EXIT_HARNESS,
    "below": EXIT_NOT_MET,
    "regression": EXIT_REGRESSION,
    "no data": EXIT_NOT_MEASURED,
}


def exit_code(assessment: Assessment, gate: Gate, baseline: Baseline | None = None) -> int:
    """Return the exit code of `apply_gate`."""
    return apply_gate(assessment, gate, baseline).code


def apply_gate(assessment: Assessment, gate: Gate, baseline: Baseline | None = None) -> GateResult:
    """Compare a release with the rules of a gate and, when there is one, with a baseline."""
    unusable = _unusable(assessment)
    if unusable is not None:
        return GateResult(assessment.run.ended or EXIT_NOT_MEASURED, (unusable,))
    failing = tuple(rule_results(assessment, gate, baseline, "fail"))
    warning = tuple(rule_results(assessment, gate.warn, baseline, "warn"))
    states = {rule.state for rule in failing}
    code = next((CODES[state] for state in CODES if state in states), EXIT_MET)
    margin = baseline.tolerance(gate.max_drop or 0) if baseline else gate.max_drop or 0
    return GateResult(
        code,
        failing + warning,
        raised_thresholds=tuple(_raised_thresholds(failing, margin)) if code == EXIT_MET else (),
        regressions=regressions(baseline.runs[-1], assessment) if baseline else (),
    )


def _unusable(assessment: Assessment) -> RuleResult | None:
    """Return why no rule can be applied to this run; None when rules can be applied."""
    run, result = assessment.run, assessment.result
    if run.interrupted is not None:
        reason = translate("the run stopped early ({reason})", reason=run.interrupted)
    elif result.letter is None:
        why = result.letter_note or translate("too little evidence")
        reason = translate("no letter: {reason}", reason=why)
    else:
        return None
    return RuleResult("run", "no data", reason)


def _raised_thresholds(rules: tuple[RuleResult, ...], margin: float) -> Iterator[Text]:
    """Return a sentence for each threshold that the release exceeds by more than the noise."""
    for rule in rules:
        if rule.value is None or rule.threshold is None or rule.name == "drop":
            continue
        highest = math.floor(rule.value - margin)
        if highest > rule.threshold:
            yield translate(
                "The threshold of {rule} can be raised from {threshold} to {highest}.",
                rule=rule.name,
                threshold=Number(rule.threshold, 2),
                highest=highest,
            )
