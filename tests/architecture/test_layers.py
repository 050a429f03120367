"""Layers: the place of the files of additions, and the drawing of ARCHITECTURE.md.

`lint-imports` checks the layers that pyproject.toml names. The file of a fault kind or of a report
format is in none, so that an addition needs no edit there; all these files are one more layer.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from epreuve.faults.registry import fault_kinds
from epreuve.reports.report import comparison_reports, reports
from tests.architecture.test_cycles import imports_of, siblings
from tests.architecture.test_sizes import ROOT

BELOW = {"epreuve.faults": "fault", "epreuve.reports": "duties"}
"""Package -> a member of the layer just below its additions."""


def contracts() -> list[dict[str, Any]]:
    """Return the contracts of `lint-imports`."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    written: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return written


def layers(package: str) -> list[list[str]]:
    """Return the members of each layer of a package, the highest layer first."""
    (contract,) = [one for one in contracts() if one.get("containers") == [package]]
    return [layer.split(" | ") for layer in contract["layers"]]


def misplaced(
    imports: Mapping[str, set[str]], package: str, named: Sequence[Sequence[str]], below: str
) -> list[str]:
    """Return the imports that the layer of the additions, just above `below`, does not allow."""
    (rank,) = [rank for rank, layer in enumerate(named) if below in layer]
    higher = {f"{package}.{name}" for layer in named[:rank] for name in layer}
    lower = {f"{package}.{name}" for layer in named[rank:] for name in layer}
    additions = imports.keys() - higher - lower
    return sorted(
        f"{member} -> {target}"
        for member, targets in imports.items()
        for target in targets
        if (member in additions and target in higher) or (member in lower and target in additions)
    )


@pytest.mark.parametrize("package", BELOW)
def test_additions_import_lower_layers_only(package: str) -> None:
    imports = siblings(imports_of(package), package)
    assert misplaced(imports, package, layers(package), BELOW[package]) == []


def test_a_misplaced_import_is_named() -> None:
    named = [["client"], ["fault"], ["units"]]
    imports = {"p.client": {"p.slow"}, "p.slow": {"p.client", "p.fault"}, "p.fault": {"p.slow"}}
    wrong = ["p.fault -> p.slow", "p.slow -> p.client"]
    assert misplaced(imports, "p", named, "fault") == wrong


def test_each_module_without_a_layer_is_an_addition() -> None:
    kinds = {kind.__module__ for kind in fault_kinds().values()}
    formats = {form.render.__module__ for form in (*reports(), *comparison_reports())}
    for package, additions in {"epreuve.faults": kinds, "epreuve.reports": formats}.items():
        names = {f"{package}.{name}" for layer in layers(package) for name in layer}
        assert siblings(imports_of(package), package).keys() - names == additions


def test_the_drawing_has_the_layers_of_the_contract() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = page.split("## Layers of `audits`", 1)[1]
    drawing = section.split("```")[1].strip("\n").splitlines()
    names = [re.split(r" {3,}", line.strip())[0].split(" │ ") for line in drawing]
    assert names == layers("epreuve.audits")


def test_each_family_is_independent() -> None:
    (contract,) = [one for one in contracts() if one["type"] == "independence"]
    families = sorted(path.parent for path in (ROOT / "audits" / "checks").glob("*/criteria.yaml"))
    assert families
    assert contract["modules"] == [f"epreuve.audits.checks.{family.name}" for family in families]


def test_no_module_lies_loose_at_the_root_of_audits() -> None:
    assert {path.name for path in (ROOT / "audits").glob("*.py")} == {
        "__init__.py", "__main__.py", "errors.py",
    }  # fmt: skip
