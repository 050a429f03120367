"""Criteria with a knock-out that a crisis cannot show."""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import crisis_ids, read_crisis
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.power import Power
from epreuve.audits.scoring.untested import is_untested
from tests.synthetic.audit import Case, audit
from tests.synthetic.behaviour import SOUND
from tests.synthetic.town import profile

KNOCKOUTS = [one.id for one in load_grid().criteria if one.knockout is not None]


@pytest.mark.parametrize("power", ["process", "none"])
@pytest.mark.parametrize(
    ("crisis", "untested"),
    [
        ("tous-risques", set()),
        ("accident-industriel", {"DAT-1", "REC-2"}),
        ("annonce-20h", {"DAT-1", "REC-2", "FRU-2"}),
        ("ile-isolee", {"CON-1", "FRU-2"}),
        ("canicule", {"FRU-2"}),
    ],
)
def test_only_the_crisis_decides(crisis: str, untested: set[str], power: str) -> None:
    town = profile(60, 4)
    if power == "none":
        town = town.model_copy(update={"power": Power()})
    plan = make_plan(town, read_crisis(crisis), seed=7, scale=60.0)
    assert {id for id in KNOCKOUTS if is_untested(id, plan)} == untested


@pytest.mark.parametrize("crisis", crisis_ids())
def test_a_sound_service_lacks_no_other_evidence(crisis: str, tmp_path: Path) -> None:
    case = Case(SOUND, 60.0, 15.0, 4, crisis)
    results = audit(case, tmp_path).results
    measured = {one.id for one in load_grid().criteria if one.knockout and one.measurable}
    missing = {id for id in measured if results[id].mark.score is None}
    assert missing == {id for id in measured if is_untested(id, case.plan())}
