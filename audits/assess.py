"""From evidence to an Assessment: pure, so an old run is judged again without its service."""

import datetime
import sqlite3
from collections.abc import Iterator, Sequence

from epreuve.audits.chronicle import timeline
from epreuve.audits.criterion import Criterion
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.facts import Facts, percentile
from epreuve.audits.gain import Gain
from epreuve.audits.grid import Grid, load_grid
from epreuve.audits.health import bench, void
from epreuve.audits.judge import Judged, judge
from epreuve.audits.no_evidence import NoEvidence
from epreuve.audits.plan import Plan
from epreuve.audits.run_folder import RunFolder
from epreuve.audits.score import Score, score
from epreuve.audits.wording import curve_text
from epreuve.probes.store import Evidence, EvidenceError
from epreuve.reports import assessment as told
from epreuve.reports.assessment import Assessment, Text


def assess_run(folder: RunFolder) -> Assessment:
    """Judge a run's evidence and write `assessment.json`. Raises Misuse or NotMeasurable."""
    from epreuve.reports.document import render

    plan, notes = folder.read_plan(), folder.notes()
    try:
        evidence = Evidence(folder.evidence)
        try:
            found = assess(plan, evidence, notes, load_grid())
        finally:
            evidence.close()
    except EvidenceError as error:
        raise Misuse(str(error)) from None
    except sqlite3.DatabaseError as error:
        raise Misuse(f"{folder.evidence}: is damaged ({error}); take it from a copy") from None
    try:
        folder.assessment.write_text(render(found))
    except OSError as error:
        raise NotMeasurable(f"{folder.assessment}: cannot be written ({error.strerror})") from None
    return found


def assess(plan: Plan, evidence: Evidence, notes: dict[str, object], grid: Grid) -> Assessment:
    """The whole document, from the plan, the evidence and what is known of the run."""
    facts = Facts(plan, evidence)
    on = datetime.datetime.fromisoformat(str(notes["started"])).date()
    judged = {each.id: judge(each, facts, plan.profile, on) for each in grid.criteria}
    withheld = tuple(void(facts, notes))
    result = score(grid, {name: each.mark for name, each in judged.items()}, withheld=withheld)
    duration = float(str(notes.get("played", plan.duration)))
    gains = {each.id: each for each in result.gains}
    return Assessment(
        run=_run(plan, notes, duration),
        service=_service(plan),
        crisis=_crisis(plan),
        bench=bench(facts, notes),
        grid=told.Grid(version=grid.version, sha256=grid.sha256, official=grid.is_official),
        result=_result(grid, result),
        findings=tuple(_finding(grid, c, judged[c.id], gains[c.id]) for c in grid.criteria),
        timeline=timeline(plan, evidence, duration),
        matrix=tuple(_matrix(facts)),
        receipts=_receipts(facts),
        recoveries=tuple(_recoveries(facts)),
        not_tested=tuple(_not_tested(plan)),
        warnings=tuple(_warnings(facts)),
        objectives=tuple(_objectives(facts)),
    )


def _run(plan: Plan, notes: dict[str, object], duration: float) -> told.Run:
    stopped, number = notes.get("interrupted"), notes.get("journal")
    return told.Run(
        id=str(notes["id"]),
        started=str(notes["started"]),
        duration=duration,
        seed=plan.seed,
        scale=plan.scale,
        epreuve=plan.epreuve,
        journal=None if number is None else int(str(number)),
        interrupted=None if stopped is None else str(stopped),
    )


def _service(plan: Plan) -> told.Service:
    service = plan.profile.service
    return told.Service(
        name=service.name,
        operator=service.operator,
        supplier=service.supplier,
        address=service.address,
        environment_ratio=service.environment_ratio,
    )


def _crisis(plan: Plan) -> told.Crisis:
    crisis = plan.crisis
    return told.Crisis(
        id=crisis.id,
        title=crisis.title,
        paragraph=crisis.paragraph,
        facts=crisis.facts,
        assumptions=crisis.assumptions,
    )


def _result(grid: Grid, result: Score) -> told.Result:
    notes = [*result.unclassed, *(cap.reason for cap in result.caps)]
    return told.Result(
        letter=result.letter,
        letter_note=_join(notes) if notes else None,
        letter_without_knockouts=result.letter_without_knockouts,
        score=result.observed,
        floor=result.floor,
        ceiling=result.ceiling,
        coverage=result.coverage,
        caps=tuple(_text(cap.reason) for cap in result.caps),
        knockouts=tuple(
            told.Knockout(id=k.id, criterion=k.criterion, cap=k.cap, sentence=_text(k.sentence))
            for k in result.knockouts
        ),
        phases=tuple(
            told.PhaseScore(phase=each.phase, score=each.score, letter=each.letter)
            for each in result.phases
        ),
        families=tuple(
            told.FamilyScore(
                code=each.code,
                title=_text(grid.family(each.code).title),
                weight=each.weight,
                score=each.score,
                coverage=each.coverage,
                note=None if each.capped is None else _text(each.capped),
            )
            for each in result.families
        ),
    )


def _finding(grid: Grid, criterion: Criterion, judged: Judged, gain: Gain) -> told.Finding:
    mark = judged.mark
    cited = [(grid.sources[each.key], each.mark) for each in criterion.sources]
    return told.Finding(
        id=criterion.id,
        family=criterion.family,
        title=_text(criterion.title),
        phases=criterion.phases,
        kind=criterion.kind,
        weight=criterion.weight,
        measure=_text(criterion.measure),
        curve=curve_text(criterion.curve),
        outcome=mark.outcome,
        score=mark.score if mark.outcome == "scored" else None,
        value=_finite(mark.value),
        unit=criterion.curve.unit,
        shown=judged.shown,
        reason=judged.reason,
        evidence=judged.evidence,
        to_gain=gain.points,
        effort=criterion.effort,
        recommendation=_text(criterion.recommendation),
        sources=tuple(dict.fromkeys(f"{s.publisher} [{known or s.mark}]" for s, known in cited)),
    )


def _matrix(facts: Facts) -> Iterator[told.Cell]:
    try:
        cells = facts.matrix
    except NoEvidence:
        return
    for cell in cells:
        yield told.Cell.model_validate(
            {"journey": cell.journey, "dependency": cell.dependency, "mode": cell.mode,
             "tried": cell.tried, "completed": cell.completed,
             "p95": _finite(percentile(cell.waits, 0.95))}
        )  # fmt: skip


def _receipts(facts: Facts) -> told.Receipts:
    try:
        found = facts.receipts
    except NoEvidence:
        return told.Receipts(
            acknowledged=0, audited=0, lost=0, altered=0, duplicated=0, upper_bound=None
        )
    return told.Receipts(
        acknowledged=found.acknowledged,
        audited=found.audited,
        lost=found.lost,
        altered=found.altered,
        duplicated=found.duplicated,
        upper_bound=None if found.lost else min(3 / found.audited, 1.0),
    )


def _recoveries(facts: Facts) -> Iterator[told.Recovery]:
    try:
        found = facts.recoveries
    except NoEvidence:
        return
    for each in found:
        yield told.Recovery(
            pattern=each.pattern, cut=each.cut, power_back=each.power_back, useful=each.useful
        )


def _not_tested(plan: Plan) -> Iterator[Text]:
    if not plan.profile.dependencies:
        yield Text(
            fr="Aucune dépendance n'était derrière un mandataire : pannes des tiers non jouées.",
            en="No dependency was behind a proxy: third-party failures were not played.",
        )
    if plan.profile.power.level == "none":
        yield Text(fr="Le courant n'a pas été coupé.", en="The power was not cut.")
    else:
        yield Text(
            fr="Coupure au niveau « process » : les processus sont tués, mais le noyau garde son "
            "cache. Des écritures non synchronisées pourraient encore se perdre.",
            en="Power cut at level “process”: processes are killed but the kernel keeps its cache. "
            "Writes that were not synced could still be lost.",
        )
    if plan.scale > 1:
        yield Text(
            fr=f"Durées comprimées {plan.scale:g} fois; une fenêtre courte ne vaut pas des heures.",
            en=f"Durations compressed {plan.scale:g} times; a short window is not hours.",
        )


def _warnings(facts: Facts) -> Iterator[Text]:
    for each in facts.evidence.observations("harness"):
        problem = str(each.value.get("error", ""))
        yield Text(
            fr=f"Sonde « {each.subject} » en échec : {problem}",
            en=f"Probe “{each.subject}” failed: {problem}",
        )
    for each in facts.evidence.observations("service"):
        yield Text(
            fr=f"Le service s'est arrêté de lui-même à {each.time:.0f} s.",
            en=f"The service stopped by itself at {each.time:.0f} s.",
        )


def _objectives(facts: Facts) -> Iterator[tuple[Text, bool | None]]:
    longest = facts.objectives.max_outage
    if longest is not None:
        hours = f"{longest / 3600:g}"
        promise = Text(
            fr=f"Interruption d'au plus {hours} h (DMIA)", en=f"Outage of at most {hours} h (MTPD)"
        )
        yield promise, _kept(facts, longest)


def _kept(facts: Facts, longest: float) -> bool | None:
    try:
        found = facts.recoveries
    except NoEvidence:
        return None
    return all(e.useful is not None and e.useful - e.power_back <= longest for e in found)


def _text(words: object) -> Text:
    return Text.model_validate(words, from_attributes=True)


def _join(words: Sequence[object]) -> Text:
    found = [_text(each) for each in words]
    return Text(fr=" ".join(e.fr for e in found), en=" ".join(e.en for e in found))


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: what never ended has no value, and its reason says so."""
    return None if value is None or value in (float("inf"), float("-inf")) else value
