"""Family added by a package of another distribution."""

import json
from pathlib import Path

import pytest

from epreuve.audits.runs.run_folder import RunFolder
from tests.harness.plugins import install, run_with

pytestmark = pytest.mark.process

CRITERIA = """
code: XTR
rank: 99
weight: 10
title: {fr: Vitesse, en: Speed}
phrase: {fr: Vite., en: Fast.}
phrase_sources: [gremlin]
criteria:
  - id: XTR-1
    title: {fr: Démarches tentées, en: Journeys tried}
    phases: [during]
    kind: measured
    weight: 1
    measure: {fr: Nombre de démarches tentées., en: Number of journeys tried.}
    curve: {full: 1, zero: 0, unit: count}
    sources: [gremlin]
    recommendation: {fr: Ouvrir le service., en: Open the service.}
    effort: 1
"""
SOURCES = """
sources:
  gremlin: {title: Gremlins, publisher: Us, date: n.d., mark: A, where: here}
"""
CHECKS = """
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, shown
from epreuve.reports.text import untranslated
from epreuve.reports.translation import Number


@fact
def journeys_tried(attempts):
    return len(attempts)


@judgement
def xtr_1(journeys_tried):
    count = shown(Number(journeys_tried))
    return Measure(float(journeys_tried), count, count, untranslated("`attempt`"))
"""


def sources() -> dict[str, str]:
    return {
        "gremlin/__init__.py": "",
        "gremlin/criteria.yaml": CRITERIA,
        "gremlin/sources.yaml": SOURCES,
        "gremlin/judgements.py": CHECKS,
    }


def test_the_criterion_of_a_package_is_judged(tmp_path: Path, good_run: RunFolder) -> None:
    install(tmp_path, "epreuve.checks", "gremlin", sources())
    code = (
        "import sys; from pathlib import Path; from epreuve.audits.grid.grid import load_grid;"
        "from epreuve.audits.runs.run_folder import RunFolder;"
        "from epreuve.audits.scoring.assess import judge_run;"
        "from epreuve.reports.document import render;"
        "print(render(judge_run(RunFolder(Path(sys.argv[1])), load_grid()).assessment))"
    )
    assessment = json.loads(run_with(tmp_path, "-c", code, str(good_run.path)))
    finding = next(finding for finding in assessment["findings"] if finding["id"] == "XTR-1")
    assert (finding["outcome"], finding["score"]) == ("scored", 100)
    assert finding["value"] > 300
    assert finding["sources"] == ["Us [A]"]
    assert "XTR" in {family["code"] for family in assessment["result"]["families"]}
    assert not assessment["grid"]["official"]
    assert assessment["result"]["letter"] is None


def test_an_unusable_package_is_refused_with_its_name(tmp_path: Path) -> None:
    install(
        tmp_path, "epreuve.checks", "gremlin", {"gremlin/__init__.py": "raise OSError('broken')"}
    )
    code = (
        "from epreuve.audits.errors import Misuse\n"
        "from epreuve.audits.grid.grid import load_grid\n"
        "try:\n    load_grid()\nexcept Misuse as error:\n    print(error)"
    )
    assert run_with(tmp_path, "-c", code) == (
        "epreuve.checks gremlin: cannot be imported: broken; correct the package, or uninstall it\n"
    )
