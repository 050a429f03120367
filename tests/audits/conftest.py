"""Fixtures of the audit tests: a plan, and runs written from literals."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.probes.evidence.row import Row


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"audits_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_frozen = _load("frozen")


@pytest.fixture(scope="session")
def frozen() -> ModuleType:
    """Module that writes frozen runs."""
    return _frozen


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The reference crisis on the low-tech supplier of the demonstration."""
    return _frozen.plan()


@pytest.fixture(scope="session")
def good_rows(plan: Plan) -> tuple[Row, ...]:
    """Evidence of a service that held, for tests that change some of it."""
    return tuple(_frozen.rows(plan, _frozen.GOOD))


@pytest.fixture(scope="session")
def good_run(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A service that held."""
    return _frozen.write(tmp_path_factory.mktemp("good") / "run", plan, _frozen.GOOD)


@pytest.fixture(scope="session")
def bad_run(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A service that did not."""
    return _frozen.write(tmp_path_factory.mktemp("bad") / "run", plan, _frozen.BAD)
