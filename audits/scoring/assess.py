"""Assessment of a run from its evidence. The service is not needed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from epreuve.audits.checks.causes.cause import causes_of
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.messages.texts import error_text
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.bench_health import bench, void_reasons
from epreuve.audits.scoring.judged_criteria import judge_criteria
from epreuve.audits.scoring.knockout import speed_knockouts
from epreuve.audits.scoring.no_score import no_score
from epreuve.audits.scoring.repairs import repairs
from epreuve.audits.scoring.score import score
from epreuve.audits.scoring.sections import run_metadata, tables
from epreuve.audits.scoring.sections.documents import documents
from epreuve.audits.scoring.sections.exemptions import exemptions
from epreuve.audits.scoring.sections.findings import findings
from epreuve.audits.scoring.sections.not_tested import not_tested
from epreuve.audits.scoring.sections.proxies import uncontacted
from epreuve.audits.scoring.sections.storage import storage
from epreuve.audits.scoring.sections.timeline import timeline
from epreuve.audits.scoring.sections.warnings import warnings
from epreuve.audits.scoring.trial import Trial, marks_of
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.assessment import Assessment
from epreuve.reports.files import write_errors_as


def assess_run(folder: RunFolder) -> Assessment:
    """Assess a run and write `assessment.json`. Raises Misuse or NotMeasurable."""
    assessment = judge_run(folder, load_grid()).assessment
    write(assessment, folder)
    return assessment


def judge_run(folder: RunFolder, grid: Grid) -> Trial:
    """Return the assessment of a run with the results behind it. Raises Misuse."""
    with reading(folder) as facts:
        return judge_facts(facts, folder.read_record(), grid)


@contextmanager
def reading(folder: RunFolder) -> Iterator[Facts]:
    """Open the evidence of a run and return its facts. Raises Misuse."""
    plan = folder.read_plan()
    folder.read_record()  # first: without a record this is no run folder
    try:
        with closing(Evidence(folder.evidence)) as evidence:
            yield Facts(plan, evidence)
    except EvidenceError as error:
        raise Misuse(error_text(error)) from None


def write(assessment: Assessment, folder: RunFolder) -> None:
    """Write an assessment into the folder of its run. Raises NotMeasurable if it cannot."""
    from epreuve.reports.document import render

    with write_errors_as(NotMeasurable, folder.assessment):
        folder.assessment.write_text(render(assessment))


def assess(plan: Plan, evidence: Evidence, record: RunRecord, grid: Grid) -> Assessment:
    """Return the assessment of a plan, its evidence and the record of the run."""
    return judge_facts(Facts(plan, evidence), record, grid).assessment


def judge_facts(facts: Facts, record: RunRecord, grid: Grid) -> Trial:
    """Return the assessment of facts with the results behind it."""
    plan = facts.plan
    results = judge_criteria(grid.criteria, facts, record.day)
    reasons = tuple(void_reasons(facts, record, grid))
    marks = marks_of(results)
    without = None if record.interrupted is not None else no_score(facts, marks)
    total = score(grid, marks, void_reasons=reasons, no_score=without)
    causes = causes_of(facts)
    repaired = repairs(grid, marks, causes)
    duration = plan.duration if record.played is None else record.played
    receipts = tables.receipt_counts(facts)
    document = Assessment(
        run=run_metadata.run(facts, record, duration),
        service=run_metadata.service(plan),
        crisis=run_metadata.crisis(plan),
        bench=bench(facts, record, grid),
        grid=run_metadata.grid(grid),
        result=total.result,
        findings=tuple(findings(grid, results, total, repaired)),
        repairs=repaired,
        timeline=timeline(plan, facts.evidence, duration),
        matrix=tuple(tables.matrix(facts)),
        receipts=tables.receipts(receipts),
        storage=storage(facts),
        recoveries=tuple(tables.recoveries(facts)),
        not_tested=tuple(not_tested(plan)),
        warnings=tuple(warnings(facts, record, speed_knockouts(grid, total.result.knockouts))),
        notes=tuple(uncontacted(facts)),
        objectives=tuple(tables.objectives(facts)),
        exemptions=tuple(exemptions(grid, plan.profile.not_applicable, results)),
        documents=tuple(documents(plan)),
    )
    return Trial(results, reasons, receipts, document, without, causes)
