"""Numbers of a page that are not recomputed from `evidence.db`, each with the reason."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import epreuve.audits.checks
import epreuve.audits.crises
from tests.figures.run import Run

SCORES = "checked in tests/figures/scores.py; caps: tests/audits/scoring"
EXPLAINED: dict[str, str] = {
    "nav": "date of the run",
    "letter": SCORES, "knock": SCORES, "phases": SCORES, "families": SCORES,
    "p": "checked in tests/figures/bench_warnings.py",
    "fixes": "checked in tests/figures/fixes.py",
    "stated": "names of documents, and points of declarations: test_declaration_score.py",
    "documents": "names and hashes of documents: tests/audits/checks/test_documents.py",
    "rests": "facts of the crisis, and versions",
    "not-tested": "limits of the crisis and of the networks: tests/audits/crises",
    "crisis": "facts of the crisis file",
    "bench": "checked in tests/figures/bench.py, but the machine and the versions",
    "footer": "versions",
}  # fmt: skip
"""Section → reason."""
WRITTEN = re.compile(r"\d")


def written_texts(run: Run) -> list[str]:
    """Return the texts with numbers of the profile, the crisis and the grid, the longest first.

    The addresses that the service or its pages used, and the paths of pages, are among them.
    """
    found: set[str] = set()
    _collect(run.plan, found)
    found |= _of_files()
    found |= {host for _, _, one in run.observations("start calls") for host in one["hosts"]}
    found |= {host for _, _, one in run.observations("page") for host in one["third_parties"]}
    paths = run.rows("SELECT DISTINCT subject FROM observation WHERE subject LIKE '/%'")
    found |= {path for (path,) in paths}
    return sorted(found, key=len, reverse=True)


@cache
def _of_files() -> frozenset[str]:
    """Return the texts with numbers of the grid and of the library of crises."""
    found: set[str] = set()
    for folder in (*epreuve.audits.checks.__path__, *epreuve.audits.crises.__path__):
        for file in Path(folder).rglob("*.yaml"):
            _collect(yaml.safe_load(file.read_text(encoding="utf-8")), found)
    return frozenset(found)


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)
    elif isinstance(value, str) and WRITTEN.search(value) and len(value) > 3:
        found.add(" ".join(value.split()))


def without_written(text: str, written: list[str]) -> str:
    """Return a text without what the profile, the crisis and the grid say."""
    for one in written:
        if one in text:
            text = text.replace(one, " ")
    return text


@cache
def grid_numbers() -> dict[str, set[float]]:
    """Return the numbers of each criterion of the grid: curve, weight, parameters, items."""
    found: dict[str, set[float]] = {}
    for folder in epreuve.audits.checks.__path__:
        for file in Path(folder).rglob("criteria.yaml"):
            for one in _criteria(yaml.safe_load(file.read_text(encoding="utf-8"))):
                text = json.dumps(one, default=str)
                values = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}
                units = (1, 100, 1e-3, 1e-6, 1 / 60, 1 / 3600)
                found[one["id"]] = {value * unit for value in values for unit in units}
    return found


def declared_points(run: Run) -> dict[str, set[float]]:
    """Return the points that the declared items of each criterion may have.

    The items of the grid that the profile names, as a proof, as a document (60 %), and at half of
    that after 24 months.
    """
    found: dict[str, set[float]] = {}
    declared: dict[str, Any] = run.plan["profile"]["declared"]
    for folder in epreuve.audits.checks.__path__:
        for file in Path(folder).rglob("criteria.yaml"):
            for one in _criteria(yaml.safe_load(file.read_text(encoding="utf-8"))):
                value = declared.get(one["id"], {}).get("value")
                items = (one.get("items") or {}).get("of", {})
                names = value if isinstance(value, list) else []
                points = sum(float(items.get(name, {}).get("points", 1)) for name in names)
                found[one["id"]] = {points * share for share in (1, 0.6, 0.5, 0.3)}
    return found


def _criteria(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict) and "id" in document:
        return [document]
    inner = document.values() if isinstance(document, dict) else document
    return [one for part in inner if isinstance(part, (dict, list)) for one in _criteria(part)]
