"""Profile as a pytest file: one test per criterion, then one test for the gate."""

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
from epreuve.audits.plugin.audited import AuditOptions, assessment_of, audit_once
from epreuve.audits.plugin.names import SUFFIX, SUMMARY
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.reports.assessment import Assessment
from epreuve.reports.formatting import number
from epreuve.reports.letters import PASS

_RUN = pytest.StashKey[str]()


class BelowThreshold(Exception):
    """Criterion or gate below its threshold. Its message is the whole failure."""


class ProfileFile(pytest.File):
    """Profile. The first of its tests runs the audit."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one test per criterion and one test for the gate."""
        try:
            prepare_profile(self.path)
        except EpreuveError as error:
            raise self.CollectError(str(error)) from None
        for criterion in load_grid().criteria:
            yield CriterionTest.from_parent(self, name=criterion.id, criterion=criterion)
        yield GateTest.from_parent(self, name="gate")

    @cached_property
    def _outcome(self) -> RunFolder | EpreuveError:
        """Result of the audit, which runs only once, even if it fails."""
        try:
            return audit_once(self.path, self._run_name(), _options(self.config))
        except EpreuveError as error:
            return error

    @property
    def run(self) -> RunFolder:
        """Run folder of the audit. Raises Misuse and NotMeasurable."""
        if isinstance(self._outcome, EpreuveError):
            raise self._outcome
        return self._outcome

    @cached_property
    def assessment(self) -> Assessment:
        """Assessment of the audit. Raises Misuse and NotMeasurable."""
        return assessment_of(self.run)

    @cached_property
    def gate(self) -> Gate:
        """Gate of the profile at the time of the audit."""
        return self.run.read_plan().profile.gate

    def _run_name(self) -> str:
        relative = os.path.relpath(self.path, self.config.rootpath).removesuffix(SUFFIX)
        return f"{_test_run(self.config)}-" + re.sub(r"[^\w-]+", "-", relative).strip("-")


class _Test(pytest.Item):
    parent: ProfileFile

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Return the message alone for expected errors, a traceback for bugs."""
        if isinstance(excinfo.value, (BelowThreshold, EpreuveError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class CriterionTest(_Test):
    """Test of one criterion. It fails below its threshold in the gate, 50 of 100 by default."""

    def __init__(self, *, criterion: Criterion, **options: Any) -> None:
        super().__init__(**options)
        self.criterion = criterion

    def runtest(self) -> None:
        """Fail below the threshold; skip a criterion without a score."""
        finding = next(f for f in self.parent.assessment.findings if f.id == self.criterion.id)
        if finding.outcome == "error":
            raise BelowThreshold(f"{finding.id} could not be assessed: {finding.reason.en}")
        if finding.outcome != "scored" or finding.score is None:
            pytest.skip(f"{finding.outcome.replace('_', ' ')}: {finding.reason.en}")
        threshold = self.parent.gate.criteria.get(finding.id, PASS)
        if finding.score < threshold:
            raise BelowThreshold(
                f"{finding.id} {finding.title.en}: {number(finding.score, 'en', 1, 'down')} < "
                f"{number(threshold, 'en', 1)} of 100\n"
                f"measured: {finding.shown.en}. {finding.reason.en}\n"
                f"advice: {finding.recommendation.en}"
            )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return path, line, and the title of the criterion."""
        return self.path, 0, f"{self.criterion.id} {self.criterion.title.en}"


class GateTest(_Test):
    """Test of the gate of the profile, with the baselines of the command line."""

    def runtest(self) -> None:
        """Fail unless all rules are met. A rule without data is not met."""
        run, assessment = self.parent.run, self.parent.assessment
        result = assessment.result
        self.user_properties.append(
            (SUMMARY, f"{assessment.service.name}: {result.letter or 'no letter'}, floor "
             f"{number(result.floor, 'en', 1, 'down')} of 100, {run.path / 'report.en.html'}")
        )  # fmt: skip
        baseline = read_baseline(self.config.option.epreuve_baseline, assessment)
        gate = apply_gate(assessment, self.parent.gate, baseline)
        for rule in gate.rules:
            if rule.level == "warn" and rule.state != "met":
                self.warn(pytest.PytestWarning(f"{self.path.name}: {rule.sentence.en}"))
        if gate.code:  # pytest's summary shows the first line
            broken = [
                f"gate: {rule.sentence.en}"
                for rule in gate.rules
                if rule.level == "fail" and rule.state != "met"
            ]
            raise BelowThreshold("\n".join([*broken, render(gate, "en")]))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return path, line and name; pytest's warnings need a line."""
        return self.path, 0, self.name


def _options(config: pytest.Config) -> AuditOptions:
    options = config.option
    scale = options.epreuve_scale
    if scale is None:
        scale = QUICK if options.epreuve_quick else USUAL
    return AuditOptions(
        crisis=options.epreuve_crisis,
        scale=scale,
        seed=options.epreuve_seed,
        runs=options.epreuve_runs or config.rootpath / "runs",
        yes=options.epreuve_yes,
    )


def _test_run(config: pytest.Config) -> str:
    """Return a name of this test run, the same in all processes of pytest-xdist."""
    if _RUN not in config.stash:
        worker = getattr(config, "workerinput", None)
        now = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        config.stash[_RUN] = f"pytest-{worker['testrunuid'] if worker else now}"
    return config.stash[_RUN]
