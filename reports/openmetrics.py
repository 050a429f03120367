"""OpenMetrics text: the figures of a run, for a Prometheus that collects files."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from epreuve.reports.assessment import Assessment
from epreuve.reports.cleaning import harmless
from epreuve.reports.report import Report
from epreuve.reports.text import Language


class Figures(Collector):
    """The figures of one assessment, for a registry."""

    def __init__(self, assessment: Assessment) -> None:
        self._told = harmless(assessment)

    def collect(self) -> Iterable[Metric]:
        """Return a gauge a figure; an unknown one is absent."""
        told, result = self._told, self._told.result
        yield _gauge("score", "Score of the run, 0 to 100.", [({}, result.score)])
        yield _gauge("floor", "Score if what was not assessed is worth 0.", [({}, result.floor)])
        yield _gauge("ceiling", "Score if it is all perfect.", [({}, result.ceiling)])
        yield _gauge("coverage_ratio", "Share of the grid assessed.", [({}, result.coverage)])
        yield _gauge("knockouts", "Defects that cap the letter.", [({}, len(result.knockouts))])
        letters = [({"letter": result.letter or "none"}, 1)]
        yield _gauge("letter", "1 for the letter obtained.", letters)
        phases = [({"phase": p.phase}, p.score) for p in result.phases]
        yield _gauge("phase_score", "Score of a phase.", phases)
        families = [({"family": f.code}, f.score) for f in result.families]
        yield _gauge("family_score", "Score of a family.", families)
        criteria = [({"criterion": f.id, "family": f.family}, f.score) for f in told.findings]
        yield _gauge("criterion_score", "Score of a criterion; absent when not scored.", criteria)
        yield _gauge("receipts_lost", "Receipts given, then lost.", [({}, told.receipts.lost)])
        run = {
            "run": told.run.id,
            "crisis": told.crisis.id,
            "service": told.service.name,
            "grid": told.grid.version,
        }
        yield _gauge("run_info", "Which run these figures are about.", [(run, 1)])


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return the figures; an unknown one is absent, never 0. `language` changes nothing."""
    registry = CollectorRegistry()
    registry.register(Figures(assessment))
    return str(generate_latest(registry), "utf-8")  # type: ignore[no-untyped-call]


def _gauge(
    name: str, text: str, samples: Iterable[tuple[Mapping[str, str], float | None]]
) -> Metric:
    known = [(labels, value) for labels, value in samples if value is not None]
    names = list(known[0][0]) if known else []
    family = GaugeMetricFamily(f"epreuve_{name}", text, labels=names)
    for labels, value in known:
        family.add_metric(list(labels.values()), value)
    return family


REPORT = Report("openmetrics", "metrics.prom", render)
