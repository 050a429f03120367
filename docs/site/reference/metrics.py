"""Page of the metrics: those of a running audit, and those of its result."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client.core import Metric

import epreuve.audits
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.metrics import LiveMetrics
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.assess import assess
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.reports.assessment import Assessment
from epreuve.reports.language import Language
from epreuve.reports.openmetrics import Figures
from reference.sentences import pair, table, translated

PROFILE = Path(epreuve.audits.__file__).parent / "demo" / "sobre.yaml"
RECORD = RunRecord(id="none", started="2026-01-01T00:00:00+00:00")


def pages(language: Language) -> dict[str, str]:
    """Return one page: the metrics of a run, then those of its result."""
    plan = prepare(PROFILE, "tous-risques", 1, 20)
    title, run, result = (
        pair("Les métriques", "The metrics", language),
        pair("Pendant un essai", "During a run", language),
        pair("Du résultat", "Of the result", language),
    )
    lead = pair(
        "`epreuve audit PROFIL --metrics-port 9470` les sert à Prometheus sur cette machine ; "
        "`metrics.prom`, dans le dossier de l’essai, contient celles du résultat. Une valeur "
        "inconnue est absente, jamais 0.",
        "`epreuve audit PROFILE --metrics-port 9470` serves them to Prometheus on this machine; "
        "`metrics.prom`, in the run's folder, has those of the result. An unknown value is "
        "absent, never 0.",
        language,
    )
    during = _table(LiveMetrics(plan).collect(), language)
    after = _table(Figures(_empty_assessment(plan)).collect(), language)
    return {"metrics": f"# {title}\n\n{lead}\n\n## {run}\n\n{during}\n## {result}\n\n{after}"}


def _empty_assessment(plan: Plan) -> Assessment:
    """Return the assessment of a run without evidence: it has every metric, few values."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.db"
        Recorder(path).close()
        evidence = Evidence(path)
        try:
            return assess(plan, evidence, RECORD, load_grid())
        finally:
            evidence.close()


def _table(metrics: Iterable[Metric], language: Language) -> str:
    rows = [
        (f"`{one.name}{'_total' * (one.type == 'counter')}`", one.type, _labels(one), text)
        for one in metrics
        if (text := translated(one.documentation, language))
    ]
    head = pair("métrique|type|étiquettes|sens", "metric|type|labels|meaning", language)
    return table(tuple(head.split("|")), rows)


def _labels(metric: Metric) -> str:
    names = getattr(metric, "_labelnames", ())
    return ", ".join(f"`{name}`" for name in names) or "–"
