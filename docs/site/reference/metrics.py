"""The metrics: those served while a run goes on, and those of its result, by asking for them."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client.core import Metric

import epreuve.audits
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.metrics import LiveFigures
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.scoring.assess import assess
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.reports.assessment import Assessment
from epreuve.reports.openmetrics import Figures
from reference.sentences import Language, pair, said, table

PROFILE = Path(epreuve.audits.__file__).parent / "demo" / "sobre.yaml"
UNSAID = {"id": "none", "started": "2026-01-01T00:00:00+00:00"}  # what any run knows of itself


def pages(language: Language) -> dict[str, str]:
    """One page: the metrics of a run, then those of its result."""
    plan = prepare(PROFILE, "tous-risques", 1, 20)
    title, run, result = (
        pair("Les métriques", "The metrics", language),
        pair("Pendant un essai", "During a run", language),
        pair("Du résultat", "Of the result", language),
    )
    lead = pair(
        "`epreuve audit PROFIL --metrics-port 9470` les sert à Prometheus sur cette machine ; "
        "`metrics.prom`, dans le dossier de l'essai, garde celles du résultat. Une valeur inconnue "
        "est absente, jamais 0.",
        "`epreuve audit PROFILE --metrics-port 9470` serves them to Prometheus on this machine; "
        "`metrics.prom`, in the run's folder, keeps those of the result. An unknown value is "
        "absent, never 0.",
        language,
    )
    during = _table(LiveFigures(plan).collect(), language)
    after = _table(Figures(_unseen(plan)).collect(), language)
    return {"metrics": f"# {title}\n\n{lead}\n\n## {run}\n\n{during}\n## {result}\n\n{after}"}


def _unseen(plan: Plan) -> Assessment:
    """The assessment of a run that saw nothing: every figure has its name, few have a value."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.db"
        Recorder(path).close()
        evidence = Evidence(path)
        try:
            return assess(plan, evidence, UNSAID, load_grid())
        finally:
            evidence.close()


def _table(metrics: Iterable[Metric], language: Language) -> str:
    rows = [
        (f"`{each.name}{'_total' * (each.type == 'counter')}`", each.type, _labels(each), told)
        for each in metrics
        if (told := said(each.documentation, language))
    ]
    head = pair("métrique|genre|étiquettes|sens", "metric|type|labels|meaning", language)
    return table(tuple(head.split("|")), rows)


def _labels(metric: Metric) -> str:
    names = getattr(metric, "_labelnames", ())
    return ", ".join(f"`{name}`" for name in names) or "–"
