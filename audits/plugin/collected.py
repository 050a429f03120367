"""A profile as pytest sees it: one test a criterion, then the gate."""

import os
import re
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.errors import EpreuveError
from epreuve.audits.gates.baseline import read_baseline
from epreuve.audits.gates.gate import apply_gate
from epreuve.audits.gates.text import render
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.scale import QUICK, USUAL
from epreuve.audits.plugin.audited import Wanted, assessment_of, audited
from epreuve.audits.plugin.names import SUFFIX, SUMMARY
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.reports.assessment import Assessment
from epreuve.reports.junit import PASS

_RUN = pytest.StashKey[str]()


class Below(Exception):
    """A criterion or a gate that is not reached; its message is the whole failure."""


class ProfileFile(pytest.File):
    """A profile; the first of its tests that runs makes the audit."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test a criterion, and one for the gate."""
        try:
            prepare_profile(self.path)
        except EpreuveError as error:
            raise self.CollectError(str(error)) from None
        for each in load_grid().criteria:
            yield CriterionTest.from_parent(self, name=each.id, criterion=each)
        yield GateTest.from_parent(self, name="gate")

    @cached_property
    def _outcome(self) -> RunFolder | EpreuveError:
        """Made once, also when it fails."""
        try:
            return audited(self.path, self._run_name(), _wanted(self.config))
        except EpreuveError as error:
            return error

    @property
    def run(self) -> RunFolder:
        """The audit's folder. Raises Misuse and NotMeasurable."""
        if isinstance(self._outcome, EpreuveError):
            raise self._outcome
        return self._outcome

    @cached_property
    def assessment(self) -> Assessment:
        """What the audit found. Raises NotMeasurable when there is nothing to rely on."""
        return assessment_of(self.run)

    @cached_property
    def gate(self) -> Gate:
        """The lines of the profile that was audited."""
        return self.run.read_plan().profile.gate

    def _run_name(self) -> str:
        relative = os.path.relpath(self.path, self.config.rootpath).removesuffix(SUFFIX)
        return f"{_test_run(self.config)}-" + re.sub(r"[^\w-]+", "-", relative).strip("-")


class _Test(pytest.Item):
    parent: ProfileFile

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The message alone where it says all; a traceback for what is a defect of ours."""
        if isinstance(excinfo.value, (Below, EpreuveError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class CriterionTest(_Test):
    """One criterion: under its line of the gate, else under 50 of 100, it fails."""

    def __init__(self, *, criterion: Criterion, **words: Any) -> None:
        super().__init__(**words)
        self.criterion = criterion

    def runtest(self) -> None:
        """Fail, or skip with the reason why nothing is known."""
        finding = next(f for f in self.parent.assessment.findings if f.id == self.criterion.id)
        if finding.outcome == "error":
            raise Below(f"{finding.id} could not be judged: {finding.reason.en}")
        if finding.outcome != "scored" or finding.score is None:
            pytest.skip(f"{finding.outcome.replace('_', ' ')}: {finding.reason.en}")
        asked = self.parent.gate.criteria.get(finding.id, PASS)
        if finding.score < asked:
            raise Below(
                f"{finding.id} {finding.title.en}: {finding.score:.1f} < {asked:g} of 100\n"
                f"seen: {finding.shown.en}. {finding.reason.en}\n"
                f"advice: {finding.recommendation.en}"
            )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Id and title."""
        return self.path, 0, f"{self.criterion.id} {self.criterion.title.en}"


class GateTest(_Test):
    """The gate of the profile, against the baselines of the command line."""

    def runtest(self) -> None:
        """Fail unless every line is met: no data never passes."""
        run, found = self.parent.run, self.parent.assessment
        result = found.result
        self.user_properties.append(
            (SUMMARY, f"{found.service.name}: {result.letter or 'no letter'}, floor "
             f"{result.floor:.1f} of 100, {run.path / 'report.en.html'}")
        )  # fmt: skip
        baseline = read_baseline(self.config.option.epreuve_baseline, found)
        gate = apply_gate(found, self.parent.gate, baseline)
        for rule in gate.rules:
            if rule.level == "warn" and rule.state != "met":
                self.warn(pytest.PytestWarning(f"{self.path.name}: {rule.sentence.en}"))
        if gate.code:  # what pytest's summary shows is the first line
            broken = [
                f"gate: {rule.sentence.en}"
                for rule in gate.rules
                if rule.level == "fail" and rule.state != "met"
            ]
            raise Below("\n".join([*broken, render(gate, "en")]))

    def reportinfo(self) -> tuple[Path, int, str]:
        """A warning of pytest needs a line."""
        return self.path, 0, self.name


def _wanted(config: pytest.Config) -> Wanted:
    asked = config.option
    scale = asked.epreuve_scale
    if scale is None:
        scale = QUICK if asked.epreuve_quick else USUAL
    return Wanted(
        crisis=asked.epreuve_crisis,
        scale=scale,
        seed=asked.epreuve_seed,
        runs=asked.epreuve_runs or config.rootpath / "runs",
        yes=asked.epreuve_yes,
    )


def _test_run(config: pytest.Config) -> str:
    """A name for this test run, the same in every process of pytest-xdist."""
    if _RUN not in config.stash:
        worker = getattr(config, "workerinput", None)
        now = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        config.stash[_RUN] = f"pytest-{worker['testrunuid'] if worker else now}"
    return config.stash[_RUN]
