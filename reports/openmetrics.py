"""OpenMetrics text: figures of a run, for the file collector of Prometheus."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from epreuve.reports.assessment import Assessment
from epreuve.reports.cleaning import cleaned
from epreuve.reports.language import Language
from epreuve.reports.report import Report


class Figures(Collector):
    """Collector of the figures of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = cleaned(assessment)

    def collect(self) -> Iterable[Metric]:
        """Return one gauge per figure; an unknown figure is absent."""
        assessment, result = self._assessment, self._assessment.result
        yield _gauge("score", "Score of the run, 0 to 100.", [({}, result.score)])
        yield _gauge("floor", "Score if unassessed criteria score 0.", [({}, result.floor)])
        yield _gauge("ceiling", "Score if unassessed criteria score 100.", [({}, result.ceiling)])
        yield _gauge("coverage_ratio", "Share of the grid assessed.", [({}, result.coverage)])
        yield _gauge("knockouts", "Defects that limit the letter.", [({}, len(result.knockouts))])
        letters = [({"letter": result.letter or "none"}, 1)]
        yield _gauge("letter", "1 for the letter obtained.", letters)
        phases = [({"phase": p.phase}, p.score) for p in result.phases]
        yield _gauge("phase_score", "Score of a phase.", phases)
        families = [({"family": f.code}, f.score) for f in result.families]
        yield _gauge("family_score", "Score of a family.", families)
        criteria = [({"criterion": f.id, "family": f.family}, f.score) for f in assessment.findings]
        yield _gauge("criterion_score", "Score of a criterion; absent when not scored.", criteria)
        yield _gauge("receipts_lost", "Receipts lost.", [({}, assessment.receipts.lost)])
        run = {
            "run": assessment.run.id,
            "crisis": assessment.crisis.id,
            "service": assessment.service.name,
            "grid": assessment.grid.version,
        }
        yield _gauge("run_info", "Identity of the run.", [(run, 1)])


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return the figures; an unknown figure is absent, never 0. `language` changes nothing."""
    registry = CollectorRegistry()
    registry.register(Figures(assessment))
    return str(generate_latest(registry), "utf-8")  # type: ignore[no-untyped-call]


def _gauge(
    name: str, text: str, samples: Iterable[tuple[Mapping[str, str], float | None]]
) -> Metric:
    rows = [(labels, value) for labels, value in samples if value is not None]
    names = list(rows[0][0]) if rows else []
    family = GaugeMetricFamily(f"epreuve_{name}", text, labels=names)
    for labels, value in rows:
        family.add_metric(list(labels.values()), value)
    return family


REPORT = Report("openmetrics", "metrics.prom", render)
