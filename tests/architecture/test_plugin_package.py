"""A package with the examples and the entry points of CONTRIBUTING.md, installed by pip."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.additions import EXAMPLES, GUIDE, ROOT
from tests.harness.plugins import run_with

pytestmark = pytest.mark.process

(ENTRY_POINTS,) = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
PROJECT = f"""
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "my-package"
version = "1"

{ENTRY_POINTS}
"""
FAMILY = """
code: XTR
rank: 99
weight: 10
title: {fr: Reçus, en: Receipts}
phrase: {fr: Garder., en: Keep.}
phrase_sources: [ours]
criteria:
"""
SOURCES = "sources: {ours: {title: Ours, publisher: Us, date: n.d., mark: A, where: here}}"
IMPORTS = """
from pathlib import Path

from epreuve.audits.checks.durability.enough_receipts import require_receipts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.translation import Translator

translate = Translator(Path(__file__).with_name("fr.po"))


"""
PROFILE = ROOT / "audits" / "demo" / "sobre.yaml"
ASSESSMENT = ROOT / "tests" / "reports" / "golden" / "assessment.json"


def own_family(text: str) -> str:
    """Return an example of a criterion as one of the family of the package."""
    renamed = text.replace("DAT-7", "XTR-1").replace("dat_7", "xtr_1")
    return renamed.replace("[fing-ntr]", "[ours]")


def sources() -> dict[str, str]:
    durability = "audits/checks/durability"
    return {
        "pyproject.toml": PROJECT,
        "my_package/__init__.py": "",
        "my_package/trickle.py": EXAMPLES["faults/trickle.py"],
        "my_package/headline.py": EXAMPLES["reports/headline.py"],
        "my_package/checks/__init__.py": "",
        "my_package/checks/sources.yaml": SOURCES,
        "my_package/checks/criteria.yaml": (
            FAMILY + own_family(EXAMPLES[f"{durability}/criteria.yaml"])
        ),
        "my_package/checks/judgements.py": (
            IMPORTS + own_family(EXAMPLES[f"{durability}/judgements.py"])
        ),
        "my_package/checks/fr.po": EXAMPLES[f"{durability}/fr.po"],
        "my_package/checks/security_txt_probe.py": (
            EXAMPLES["audits/checks/independence/security_txt_probe.py"]
        ),
    }


@pytest.fixture(scope="module")
def site_packages(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder in which pip has installed the package, without a network."""
    folder = tmp_path_factory.mktemp("plugin")
    for path, text in sources().items():
        (folder / "project" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "project" / path).write_text(text, encoding="utf-8")
    offline = ("--no-index", "--no-deps", "--no-build-isolation")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", *offline,
         "--target", str(folder / "installed"), str(folder / "project")],
        check=True, timeout=300,
    )  # fmt: skip
    return folder / "installed"


def test_the_fault_is_in_the_schema_with_its_french(site_packages: Path) -> None:
    assert '"const": "trickle"' in run_with(
        site_packages, "-m", "epreuve.audits", "schema", "crisis"
    )
    code = (
        "from epreuve.audits.messages.texts import label_text\n"
        "from epreuve.faults.registry import fault_kinds\n"
        "print(label_text(fault_kinds()['trickle'].label).fr)"
    )
    assert run_with(site_packages, "-c", code) == "au compte-gouttes\n"


def test_the_family_is_in_the_grid_without_a_hash(site_packages: Path) -> None:
    words = ("-m", "epreuve.audits", "grid", "--format", "json")
    grid = json.loads(run_with(site_packages, *words))
    assert not grid["official"]
    (family,) = [family for family in grid["families"] if family["code"] == "XTR"]
    assert [criterion["id"] for criterion in family["criteria"]] == ["XTR-1"]
    code = "from epreuve.audits.checks.judgement import judgement_of as of; print(of('XTR-1'))"
    assert "function xtr_1" in run_with(site_packages, "-c", code)


def test_the_probe_is_in_the_plan(site_packages: Path) -> None:
    words = ("plan", str(PROFILE), "--seed", "1", "--scale", "60", "--json")
    plan = json.loads(run_with(site_packages, "-m", "epreuve.audits", *words))
    calm = max(one["end"] for one in plan["windows"] if one["kind"] == "baseline")
    [time] = [probe["at"] for probe in plan["probes"] if probe["name"] == "security.txt"]
    assert time == pytest.approx(0.9 * calm, abs=0.001)


def test_the_report_is_written(site_packages: Path, tmp_path: Path) -> None:
    shutil.copy(ASSESSMENT, tmp_path)
    run_with(site_packages, "-m", "epreuve.audits", "report", str(tmp_path))
    assert (tmp_path / "headline.en.txt").read_text(encoding="utf-8").count("\n") == 1
