"""Text of a gate's result, for a terminal or the log of a pipeline."""

from epreuve.audits.gates.exit_codes import exit_codes
from epreuve.audits.gates.result import GateResult, RuleResult
from epreuve.audits.gates.translation import translate
from epreuve.reports.language import Language


def render(result: GateResult, language: Language) -> str:
    """Return the rules, the regressions, the thresholds that can be raised, and the exit code."""
    rows = [_row(rule, language) for rule in result.rules]
    rows += [f"  ↓ {sentence.of(language)}" for sentence in result.regressions]
    rows += [f"  ↑ {sentence.of(language)}" for sentence in result.raised_thresholds]
    meaning = exit_codes()[result.code]
    code = translate("{code}: {meaning}", code=str(result.code), meaning=meaning)
    return "\n".join([*rows, code.of(language)])


def _row(rule: RuleResult, language: Language) -> str:
    if rule.state == "met":
        mark = "✓"
    elif rule.level == "warn":
        mark = "!"
    else:
        mark = "?" if rule.state == "no data" else "✗"
    return f"  {mark} {rule.sentence.of(language)}"
