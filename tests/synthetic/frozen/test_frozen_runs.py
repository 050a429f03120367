"""The same evidence gives the same assessment, except sentences.

If a change of figures is meant: python -m tests.synthetic.frozen figures
"""

from pathlib import Path

import pytest

from tests.synthetic.frozen.frozen_run import HERE, RUNS, figures, kept_figures


@pytest.mark.parametrize("name", RUNS)
def test_the_kept_evidence_gives_the_kept_figures(name: str, tmp_path: Path) -> None:
    now, kept = figures(name, tmp_path), kept_figures(name)
    assert now["result"] == kept["result"]
    changed = {
        criterion: (kept["findings"].get(criterion), now["findings"].get(criterion))
        for criterion in {**kept["findings"], **now["findings"]}
        if kept["findings"].get(criterion) != now["findings"].get(criterion)
    }
    assert changed == {}
    assert now["receipts"] == kept["receipts"]
    assert now["recoveries"] == kept["recoveries"]


def test_the_runs_differ_and_judge_most_measured_criteria() -> None:
    sound, poor = kept_figures("sound"), kept_figures("poor")
    assert sound["result"]["knockouts"] == []
    assert {one["id"] for one in poor["result"]["knockouts"]} >= {"K1", "K5"}
    for kept in (sound, poor):
        outcomes = [one["outcome"] for one in kept["findings"].values()]
        assert outcomes.count("scored") >= 25
        assert outcomes.count("error") == 0
        assert kept["receipts"]["audited"] > 50
        assert kept["recoveries"]


def test_the_kept_evidence_is_small() -> None:
    assert sum(file.stat().st_size for file in HERE.glob("*.tar.xz")) < 300_000
