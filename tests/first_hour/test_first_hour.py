"""docs/first-hour.md: existing links and a valid profile."""

import re
from pathlib import Path

from epreuve.audits.execution.preparation import prepare
from epreuve.audits.profile.loading import prepare_profile

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-hour.md"


def test_the_profile_is_valid_and_has_a_plan() -> None:
    path = Path(__file__).with_name("voirie.yaml")
    profile = prepare_profile(path)
    assert profile.journeys["signaler"].acknowledged_by == "receipt"
    assert prepare(path, "tous-risques", 1, 60).cuts


def test_its_links_have_a_target() -> None:
    text = PAGE.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    for link in links:
        assert (PAGE.parent / link).exists(), link
