"""The specimens, by name: good, bad, unranked, hostile, bare."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.reports.assessment import Assessment


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"reports_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


specimen = _load("specimen")
browser = _load("browser")


@pytest.fixture(scope="session")
def good() -> Assessment:
    return specimen.good()


@pytest.fixture(scope="session")
def bad() -> Assessment:
    return specimen.bad()


@pytest.fixture(scope="session")
def unranked() -> Assessment:
    return specimen.unranked()


@pytest.fixture(scope="session")
def hostile() -> Assessment:
    return specimen.hostile()


@pytest.fixture(scope="session")
def bare() -> Assessment:
    return specimen.bare()
