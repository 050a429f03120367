"""Planted defects: each lowers its own criterion, and no criterion that it has no part in."""

import re
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.model import Profile
from epreuve.reports.assessment import Assessment
from tests.harness.repeat import play_until_valid
from tests.planted.__main__ import main
from tests.planted.defect import DEFECTS, PLAIN, Defect, together
from tests.planted.profile import HERE, profile
from tests.planted.trial import compare, lowered_criteria, play

ALONE = ("volatile", "throttle")  # `python -m tests.planted` plays all, each alone
TOGETHER = ("no-human-channel", "export-incomplete", "status-page-lies", "needs-id")
ELSEWHERE = {"needs-id", "needs-otp", "needs-pay", "status-page-lies"}  # in a loop, in the profile
BY_NAME = {defect.name: defect for defect in (PLAIN, *DEFECTS)}


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["runs", "volatil"], 2)])
def test_help_and_unknown_defects_start_no_audit(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("defect", [PLAIN, *DEFECTS], ids=lambda defect: defect.name)
def test_each_defect_has_a_profile_and_known_criteria(defect: Defect) -> None:
    Profile.model_validate(profile(defect))
    known = {criterion.id for criterion in load_grid().criteria}
    assert defect.also | {defect.criterion} <= known | {""}


def test_the_service_has_a_switch_for_each_defect() -> None:
    source = "".join((HERE / name).read_text() for name in ("service.py", "store.py"))
    switches = {*re.findall(r'has\("([a-z-]+)"\)', source), *ELSEWHERE}
    assert {one.name for one in DEFECTS} <= switches
    assert len(DEFECTS) >= 20


def assess(defect: Defect, folder: Path) -> Assessment:
    """Audit a defect, again where other programs used the machine."""
    results: list[Assessment] = []
    play_until_valid(lambda place: results.append(play(defect, place, "--quick")), folder)
    return results[-1]


BUNDLE = together(*(BY_NAME[name] for name in TOGETHER))
PLAYED = {"plain": PLAIN, "together": BUNDLE, **{name: BY_NAME[name] for name in ALONE}}
AUDITS = {f"planted {name}": partial(assess, defect) for name, defect in PLAYED.items()}
Results = dict[str, Future[Assessment]]


@pytest.mark.needs_namespaces
@pytest.mark.slow
def test_the_plain_service_has_no_knockout(audits: Results) -> None:
    result = audits["planted plain"].result().result
    assert result.knockouts == ()
    assert result.letter is not None


@pytest.mark.needs_namespaces
@pytest.mark.slow
@pytest.mark.parametrize("name", [*ALONE, "together"])
def test_defects_fire_and_nothing_else(audits: Results, name: str) -> None:
    plain, planted = audits["planted plain"].result(), audits[f"planted {name}"].result()
    comparison = compare(PLAYED[name], plain, planted)
    assert (comparison.fired, comparison.knockouts, comparison.unrelated) == (
        True, PLAYED[name].knockouts, (),
    )  # fmt: skip


@pytest.mark.needs_namespaces
@pytest.mark.slow
@pytest.mark.parametrize("name", TOGETHER)
def test_each_of_several_defects_fires(audits: Results, name: str) -> None:
    plain, planted = audits["planted plain"].result(), audits["planted together"].result()
    assert BY_NAME[name].criterion in lowered_criteria(plain, planted)
