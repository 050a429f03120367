"""The gate: whether an assessment is good enough to be released. No data never passes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from epreuve.audits.errors import (
    EXIT_HARNESS,
    EXIT_MET,
    EXIT_NOT_MEASURED,
    EXIT_NOT_MET,
    EXIT_REGRESSION,
)
from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.regressions import losses
from epreuve.audits.profile.gate import Gate, GateRules
from epreuve.reports.assessment import Assessment, FamilyScore, Finding
from epreuve.reports.text import Text

State = Literal["met", "below", "regression", "no data", "error"]
Level = Literal["fail", "warn"]

# The first state that a failing line is in decides: what was seen counts before what was not.
CODES: dict[State, int] = {
    "error": EXIT_HARNESS,
    "below": EXIT_NOT_MET,
    "regression": EXIT_REGRESSION,
    "no data": EXIT_NOT_MEASURED,
}


@dataclass(frozen=True)
class Line:
    """One line of the gate, and on which side of it the release is."""

    name: str  # "floor", "knockouts", "drop", a family, a criterion
    state: State
    sentence: Text
    level: Level = "fail"
    reached: float | None = None
    asked: float | None = None


@dataclass(frozen=True)
class Passage:
    """What came of a gate: an exit code, and every line behind it."""

    code: int
    lines: tuple[Line, ...]
    raised: tuple[Text, ...] = ()  # lines that could be higher, when the gate is met
    lost: tuple[Text, ...] = ()  # criteria that did worse than in the baseline


def exit_code(assessment: Assessment, gate: Gate, baseline: Baseline | None = None) -> int:
    """The code of `judge_gate`."""
    return judge_gate(assessment, gate, baseline).code


def judge_gate(assessment: Assessment, gate: Gate, baseline: Baseline | None = None) -> Passage:
    """Judge a release by its gate and, when there is one, by its baseline."""
    unusable = _unusable(assessment)
    if unusable is not None:
        return Passage(assessment.run.ended or EXIT_NOT_MEASURED, (unusable,))
    failing = tuple(_lines(assessment, gate, baseline, "fail"))
    warning = tuple(_lines(assessment, gate.warn, baseline, "warn"))
    states = {each.state for each in failing}
    code = next((CODES[state] for state in CODES if state in states), EXIT_MET)
    margin = baseline.tolerance(gate.max_drop or 0) if baseline else gate.max_drop or 0
    raised = tuple(_raised(failing, margin)) if code == EXIT_MET else ()
    lost = losses(baseline.runs[-1], assessment) if baseline else ()
    return Passage(code, failing + warning, raised, lost)


def _unusable(assessment: Assessment) -> Line | None:
    """Why nothing can be read off this run, None when something can."""
    run, result = assessment.run, assessment.result
    if run.interrupted is not None:
        reason = Text(
            fr=f"l'essai n'est pas allé à son terme ({run.interrupted})",
            en=f"the run did not reach its end ({run.interrupted})",
        )
    elif result.letter is None:
        why = result.letter_note or Text(fr="pas assez de preuves", en="too little evidence")
        reason = Text(fr=f"aucune lettre : {why.fr}", en=f"no letter: {why.en}")
    else:
        return None
    return Line("run", "no data", reason)


def _lines(
    assessment: Assessment, lines: GateRules, baseline: Baseline | None, level: Level
) -> Iterator[Line]:
    result = assessment.result
    if level == "fail" or lines.floor:
        yield _against("floor", result.floor, lines.floor, level)
    if lines.no_knockouts:
        yield _knockouts(assessment, level)
    families = {each.code: each for each in result.families}
    for code, asked in lines.families.items():
        yield _family(code, families.get(code), asked, level)
    findings = {each.id: each for each in assessment.findings}
    for id, asked in lines.criteria.items():
        yield _criterion(id, findings.get(id), asked, level)
    if baseline is not None:
        yield from _drop(assessment, lines, baseline, level)


def _against(name: str, reached: float, asked: float, level: Level) -> Line:
    label = Text(fr="plancher", en="floor") if name == "floor" else Text(fr=name, en=name)
    met = reached >= asked
    here, there = _shown(reached), f"{asked:g}"
    sign = "≥" if met else "<"
    sentence = Text(
        fr=f"{label.fr} {here} {sign} {there}".replace(".", ","),
        en=f"{label.en} {here} {sign} {there}",
    )
    return Line(name, "met" if met else "below", sentence, level, reached, asked)


def _knockouts(assessment: Assessment, level: Level) -> Line:
    found = assessment.result.knockouts
    if not found:
        none = Text(fr="aucun défaut éliminatoire", en="no knock-out")
        return Line("knockouts", "met", none, level)
    sentence = Text(
        fr=" ".join(f"{each.id} : {each.sentence.fr}" for each in found),
        en=" ".join(f"{each.id}: {each.sentence.en}" for each in found),
    )
    return Line("knockouts", "below", sentence, level)


def _family(code: str, family: FamilyScore | None, asked: float, level: Level) -> Line:
    if family is None or family.score is None:
        return Line(code, "no data", _nothing(code), level)
    return _against(code, family.score * family.coverage, asked, level)


def _criterion(id: str, finding: Finding | None, asked: float, level: Level) -> Line:
    if finding is None:
        return Line(id, "no data", _nothing(id), level)
    if finding.outcome == "scored" and finding.score is not None:
        return _against(id, finding.score, asked, level)
    why = Text(fr=f"{id} : {finding.reason.fr}", en=f"{id}: {finding.reason.en}")
    return Line(id, "error" if finding.outcome == "error" else "no data", why, level)


def _nothing(name: str) -> Text:
    return Text(fr=f"{name} : rien n'a été vu", en=f"{name}: nothing was seen")


def _drop(
    assessment: Assessment, lines: GateRules, baseline: Baseline, level: Level
) -> Iterator[Line]:
    if level == "fail":
        yield _new_knockouts(assessment, baseline)
    if lines.max_drop is None:
        return
    drop, allowed = baseline.floor - assessment.result.floor, baseline.tolerance(lines.max_drop)
    state: State = "regression" if drop > allowed else "met"
    before, now = _shown(baseline.floor), _shown(assessment.result.floor)
    sentence = Text(
        fr=f"plancher {before} → {now}, perte admise {allowed:.1f}".replace(".", ","),
        en=f"floor {before} → {now}, drop allowed {allowed:.1f}",
    )
    yield Line("drop", state, sentence, level, drop, allowed)


def _new_knockouts(assessment: Assessment, baseline: Baseline) -> Line:
    new = [each for each in assessment.result.knockouts if each.id not in baseline.knockouts]
    if not new:
        none = Text(fr="aucun nouveau défaut éliminatoire", en="no new knock-out")
        return Line("new knockouts", "met", none)
    names = ", ".join(each.id for each in new)
    sentence = Text(fr=f"nouveau défaut éliminatoire : {names}", en=f"new knock-out: {names}")
    return Line("new knockouts", "regression", sentence)


def _raised(lines: tuple[Line, ...], margin: float) -> Iterator[Text]:
    """The ratchet: a line that the release is far above can be raised, and hold what was won."""
    for each in lines:
        if each.reached is None or each.asked is None or each.name == "drop":
            continue
        could = math.floor(each.reached - margin)
        if could > each.asked:
            yield Text(
                fr=f"La ligne {each.name} peut passer de {each.asked:g} à {could}.",
                en=f"The line {each.name} can be raised from {each.asked:g} to {could}.",
            )


def _shown(points: float) -> str:
    """Rounded down, so that no line looks reached that is not."""
    return f"{math.floor(points * 10) / 10:.1f}"
