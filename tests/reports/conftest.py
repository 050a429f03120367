"""Specimen assessments: good, bad, unranked, hostile, bare."""

import pytest

from epreuve.reports.assessment import Assessment
from tests.reports import specimen


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
