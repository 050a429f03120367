"""Cheat: a page that always works is a critical journey too, with many users.

Sincere twin: the same run, where only the journey that submits is critical.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, Verdicts, _judge, evidence
from tests.synthetic.behaviour import BEHAVIOURS, Behaviour

NEEDS_IDENTITY = Behaviour("needs identity", needs=frozenset({"DB", "ID"}))
CASES = (NEEDS_IDENTITY, *(one for one in BEHAVIOURS if one.name in ("queue", "hangs", "throttle")))


@dataclass(frozen=True)
class Easy(Case):
    """A profile whose page of information is critical."""

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        return changed(super().profile(), critical=True)


def changed(profile: Profile, *, critical: bool) -> Profile:
    easy = profile.journeys["inform"].model_copy(update={"critical": critical, "share": 3.0})
    return profile.model_copy(update={"journeys": {**profile.journeys, "inform": easy}})


def judged(behaviour: Behaviour, folder: Path) -> tuple[Verdicts, Verdicts]:
    """Judge one run with both profiles."""
    case = Easy(behaviour, 60.0, 15.0, 4)
    plan, file = case.plan(), folder / "evidence.db"
    with Recorder(file) as recorder:
        recorder.record(evidence(case, plan))
    sincere = plan.model_copy(update={"profile": changed(plan.profile, critical=False)})
    with closing(Evidence(file)) as written:
        return _judge(case, Facts(plan, written)), _judge(case, Facts(sincere, written))


@pytest.mark.parametrize("behaviour", CASES, ids=lambda one: one.name)
def test_a_page_that_always_works_never_raises_a_mark(behaviour: Behaviour, tmp_path: Path) -> None:
    cheat, truth = judged(behaviour, tmp_path)
    assert better(cheat, truth) == []
    assert cheat.knockouts >= truth.knockouts
    assert truth.knockouts or behaviour.name == "queue"


def test_the_reason_says_which_journeys_decide(tmp_path: Path) -> None:
    cheat, _ = judged(NEEDS_IDENTITY, tmp_path)
    assert cheat.results["IND-2"].mark.score == 0
    assert "Judged on the journeys that give a receipt" in cheat.results["IND-2"].reason.en
