"""Assessment of the golden run."""

from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

GOLDEN = Path(__file__).parents[3] / "reports" / "golden" / "assessment.json"


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return read_assessment(GOLDEN)
