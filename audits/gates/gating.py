"""From the files that `epreuve gate` is given to a verdict."""

from collections.abc import Sequence
from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.audits.gates.baseline import read_baseline, read_run
from epreuve.audits.gates.gate import Passage, judge_gate
from epreuve.audits.gates.lines import Gate
from epreuve.audits.playing.run_folder import RunFolder


def pass_gate(run: Path, baselines: Sequence[Path], profile: Path | None) -> Passage:
    """Judge a run by the gate of `profile`, else of the profile it was made from. Raises Misuse."""
    release = read_run(run)
    return judge_gate(release, _gate(run, profile), read_baseline(baselines, release))


def _gate(run: Path, profile: Path | None) -> Gate:
    if profile is not None:
        from epreuve.audits.preparation import prepare_profile

        return prepare_profile(profile).gate
    folder = RunFolder(run if run.is_dir() else run.parent)
    if not folder.plan.is_file():
        raise Misuse(f"{run}: has no plan.json beside it; name the lines with --profile PROFILE")
    return folder.read_plan().profile.gate
