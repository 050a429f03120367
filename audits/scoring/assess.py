"""From evidence to an Assessment: pure, so an old run is judged again without its service."""

import datetime
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.bench_health import bench, void
from epreuve.audits.scoring.judge import judge
from epreuve.audits.scoring.score import score
from epreuve.audits.scoring.sections import run_metadata as circumstances
from epreuve.audits.scoring.sections import tables as exhibits
from epreuve.audits.scoring.sections.findings import findings
from epreuve.audits.scoring.sections.not_tested import not_tested
from epreuve.audits.scoring.sections.result import result
from epreuve.audits.scoring.sections.timeline import timeline
from epreuve.audits.scoring.sections.warnings import cautions
from epreuve.audits.scoring.trial import Trial
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.assessment import Assessment
from epreuve.reports.files import write_errors_as


def assess_run(folder: RunFolder) -> Assessment:
    """Judge a run's evidence and write `assessment.json`. Raises Misuse or NotMeasurable."""
    found = judge_run(folder, load_grid()).assessment
    write(found, folder)
    return found


def judge_run(folder: RunFolder, grid: Grid) -> Trial:
    """All that follows from a run's evidence. Raises Misuse."""
    with reading(folder) as facts:
        return judge_facts(facts, folder.notes(), grid)


@contextmanager
def reading(folder: RunFolder) -> Iterator[Facts]:
    """The facts of a run, while its evidence is open. Raises Misuse."""
    plan = folder.read_plan()
    folder.notes()  # a folder without them is no run: said before its evidence is opened
    try:
        with closing(Evidence(folder.evidence)) as evidence:
            yield Facts(plan, evidence)
    except EvidenceError as error:
        raise Misuse(str(error)) from None
    except sqlite3.DatabaseError as error:
        raise Misuse(f"{folder.evidence}: is damaged ({error}); take it from a copy") from None


def write(found: Assessment, folder: RunFolder) -> None:
    """Keep an assessment in its run's folder. Raises NotMeasurable when it cannot be written."""
    from epreuve.reports.document import render

    with write_errors_as(NotMeasurable, folder.assessment):
        folder.assessment.write_text(render(found))


def assess(plan: Plan, evidence: Evidence, notes: Mapping[str, object], grid: Grid) -> Assessment:
    """The whole document, from the plan, the evidence and what is known of the run."""
    return judge_facts(Facts(plan, evidence), notes, grid).assessment


def day_of(notes: Mapping[str, object]) -> datetime.date:
    """The day of a run: proofs that were declared age until then."""
    return datetime.datetime.fromisoformat(str(notes["started"])).date()


def judge_facts(facts: Facts, notes: Mapping[str, object], grid: Grid) -> Trial:
    """The document, and the marks that it came from."""
    plan, on = facts.plan, day_of(notes)
    judged = {each.id: judge(each, facts, plan.profile, on) for each in grid.criteria}
    withheld = tuple(void(facts, notes, grid))
    found = score(grid, {name: each.mark for name, each in judged.items()}, withheld=withheld)
    duration = float(str(notes.get("played", plan.duration)))
    receipts = exhibits.audited(facts)
    document = Assessment(
        run=circumstances.run(plan, notes, duration),
        service=circumstances.service(plan),
        crisis=circumstances.crisis(plan),
        bench=bench(facts, notes, grid),
        grid=circumstances.judged_by(grid),
        result=result(grid, found),
        findings=tuple(findings(grid, judged, found)),
        timeline=timeline(plan, facts.evidence, duration),
        matrix=tuple(exhibits.matrix(facts)),
        receipts=exhibits.receipts(receipts),
        recoveries=tuple(exhibits.recoveries(facts)),
        not_tested=tuple(not_tested(plan)),
        warnings=tuple(cautions(facts)),
        objectives=tuple(exhibits.promises(facts)),
    )
    return Trial(judged=judged, withheld=withheld, receipts=receipts, assessment=document)
