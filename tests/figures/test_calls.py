"""Check of DEG-9: the numbers of one dependency are not accepted for another."""

import shutil
from pathlib import Path

import pytest

from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.reports import html
from tests.figures.call_criteria import Pair, call_mistakes, pairs_by_title
from tests.figures.page import Place, read_page
from tests.figures.run import Run
from tests.synthetic.frozen.frozen_run import HERE

OBSERVATION = Place("criteria", "DEG-9", "Observation")
SUMMARY = Place("criteria", "DEG-9", "summary")


pytestmark = pytest.mark.slow


def page_of(name: str, folder: Path) -> tuple[Run, dict[Place, str]]:
    """Return a kept run and its page."""
    shutil.unpack_archive(HERE / f"{name}.tar.xz", folder, filter="data")
    page = read_page(html.render(assess_run(RunFolder(folder)), "en"))
    return Run(folder), page


def test_the_numbers_of_another_dependency_are_a_mistake(tmp_path: Path) -> None:
    run, page = page_of("sound", tmp_path / "sound")
    assert [*call_mistakes(run, page)] == []
    text = page[OBSERVATION]
    of_otp = "otp: 64 connections while it was silent, 262 normally"
    assert of_otp in text
    for other in (
        text.replace(of_otp, "otp: 12 connections while it was silent, 5 normally"),
        text.replace("in 271 s", "in 272.5 s", 1),
        f"7654 {text}",
    ):
        assert [*call_mistakes(run, {**page, OBSERVATION: other})], other


def test_the_largest_increase_is_that_of_the_worst_dependency(tmp_path: Path) -> None:
    run, page = page_of("sound", tmp_path / "sound")
    pairs = pairs_by_title(run)
    worst = max(pairs, key=lambda title: pairs[title].ratio)
    other = min(pairs, key=lambda title: pairs[title].ratio)
    assert pairs[worst].ratio > pairs[other].ratio
    assert [*call_mistakes(run, {**page, **largest(worst, pairs[worst])})] == []
    assert [*call_mistakes(run, {**page, **largest(other, pairs[other])})]
    assert [*call_mistakes(run, {**page, **largest(worst, pairs[other])})]


def largest(title: str, pair: Pair) -> dict[Place, str]:
    """Return the text of a result of a dependency."""
    low, high = pair.bounds()
    return {
        OBSERVATION: f"The largest increase is on {title}: {pair.per_minute:.0f} connections per "
        f"minute while it was silent, {pair.usual_per_minute:.0f} normally. With 90% confidence, "
        f"the ratio is {low:.2f} to {high:.2f}.",
        SUMMARY: f"DEG-9 Few calls to a failed dependency × {pair.ratio:.2f} D 54",
    }
