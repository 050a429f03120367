"""Cheat: the profile exempts the criteria that the service fails.

Sincere twin: the same run and the same profile, without an exemption.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import judge_facts, judge_run, reading
from epreuve.audits.scoring.criterion_result import judge_criterion
from epreuve.audits.scoring.score import score
from epreuve.audits.scoring.trial import Trial
from epreuve.probes.evidence.row import Row
from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Letter, Result
from epreuve.reports.letters import LETTERS
from tests.audits import frozen
from tests.synthetic.audit import Case, evidence
from tests.synthetic.behaviour import BEHAVIOURS

GRID = load_grid()
IDS = [criterion.id for criterion in GRID.criteria]
REASON = "sans objet ici"


@dataclass(frozen=True)
class Run:
    """A run with its facts, judged without any exemption."""

    facts: Facts
    folder: RunFolder
    sincere: Trial

    @property
    def profile(self) -> Profile:
        """Its profile."""
        return self.facts.plan.profile


def synthetic(name: str) -> tuple[Plan, Iterable[Row]]:
    """Return the run of a synthetic service with third parties, which declares nothing."""
    (behaviour,) = (one for one in BEHAVIOURS if one.name == name)
    case = Case(behaviour, 60.0, 15.0, 4)
    plan = case.plan()
    return plan, evidence(case, plan)


def demonstration(service: frozen.Service) -> tuple[Plan, Iterable[Row]]:
    """Return the run of a service with the declarations of the demonstration."""
    plan = frozen.plan()
    return plan, frozen.rows(plan, service)


RUNS: dict[str, Callable[[], tuple[Plan, Iterable[Row]]]] = {
    "sound": lambda: synthetic("sound"),
    "loses one in ten": lambda: synthetic("loses one in ten"),
    "never boots again": lambda: synthetic("never boots again"),
    "demonstration": lambda: demonstration(frozen.GOOD),
    "bad demonstration": lambda: demonstration(frozen.BAD),
    "nothing recorded": lambda: (frozen.plan(), ()),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Run]]:
    """Play each run once."""
    played: dict[str, Run] = {}
    with ExitStack() as stack:

        def run(name: str) -> Run:
            if name not in played:
                plan, rows = RUNS[name]()
                folder = frozen.keep(tmp_path_factory.mktemp("exempted") / "run", plan, rows)
                facts = stack.enter_context(reading(folder))
                sincere = judge_facts(facts, folder.read_record(), GRID)
                played[name] = Run(facts, folder, sincere)
            return played[name]

        yield run


def exempted(profile: Profile, *ids: str) -> Profile:
    return profile.model_copy(update={"not_applicable": dict.fromkeys(ids, REASON)})


def assessed(run: Run, folder: Path, *ids: str) -> Assessment:
    """Assess a copy of the run whose profile has these exemptions."""
    plan = run.folder.read_plan()
    plan = plan.model_copy(update={"profile": exempted(plan.profile, *ids)})
    copy = frozen.keep(folder, plan, ())
    copy.evidence.write_bytes(run.folder.evidence.read_bytes())
    return judge_run(copy, GRID).assessment


def rank(letter: Letter | None) -> int:
    """Return the place of a letter, 0 for A; no letter is the last."""
    return LETTERS.index(letter) if letter else len(LETTERS)


def better(cheat: Result, sincere: Result) -> list[str]:
    """Return the figures that are better for the cheat."""
    figures = ("score", "floor", "ceiling", "coverage")
    raised = [
        name for name in figures if (getattr(cheat, name) or 0) > (getattr(sincere, name) or 0)
    ]
    if rank(cheat.letter) < rank(sincere.letter):
        raised.append("letter")
    missing = {one.id for one in sincere.knockouts} - {one.id for one in cheat.knockouts}
    return raised + sorted(missing)


@pytest.mark.parametrize("name", RUNS)
def test_no_exemption_raises_any_figure(runs: Callable[[str], Run], name: str) -> None:
    run = runs(name)
    for criterion in GRID.criteria:
        profile = exempted(run.profile, criterion.id)
        documents = run.facts.plan.documents
        result = judge_criterion(criterion, run.facts, profile, frozen.DAY, documents)
        marks = run.sincere.marks | {criterion.id: result.mark}
        sincere = run.sincere
        total = score(GRID, marks, void_reasons=sincere.void_reasons, no_score=sincere.no_score)
        cheat = total.result
        assert better(cheat, run.sincere.assessment.result) == [], criterion.id
        true = run.sincere.results[criterion.id].mark
        assert result.mark.score == true.score
        assert (result.mark.outcome == true.outcome) != (true.outcome == "inconclusive")


@pytest.mark.parametrize("name", ["loses one in ten", "demonstration", "nothing recorded"])
def test_all_exemptions_together_raise_no_figure(
    runs: Callable[[str], Run], name: str, tmp_path: Path
) -> None:
    run = runs(name)
    cheat, sincere = assessed(run, tmp_path / "run", *IDS), run.sincere.assessment
    assert better(cheat.result, sincere.result) == []
    assert [one.criterion for one in cheat.exemptions] == IDS
    scored = {one.id for one in sincere.findings if one.outcome == "scored"}
    assert {one.criterion for one in cheat.exemptions if one.refused} == scored


def test_the_first_screen_names_the_exemptions_that_hide_lost_receipts(
    runs: Callable[[str], Run], tmp_path: Path
) -> None:
    run = runs("loses one in ten")
    sincere = run.sincere.assessment
    assert "K1" in {one.id for one in sincere.result.knockouts}
    cheat = assessed(run, tmp_path / "run", "DAT-1", "DAT-2", "DAT-5")
    assert better(cheat.result, sincere.result) == []
    assert [(one.criterion, one.refused) for one in cheat.exemptions] == [
        ("DAT-1", True), ("DAT-2", True), ("DAT-5", False),
    ]  # fmt: skip
    why = "Exemption refused: the run has evidence, and a defect of this criterion limits"
    assert why in next(one for one in cheat.findings if one.id == "DAT-1").reason.en
    page = html.render(cheat, "en")
    first = page[: page.index('id="phases"')]
    for text in (first, markdown.render(cheat, "en"), terminal.render(cheat, "en")):
        words = " ".join(text.split()).replace("\\", "")
        assert why in words
        assert words.count(REASON) >= 3
        assert "Only the profile says so" in words
        missing = words[words.index("not assessed: ") :]
        assert "(DAT-5)" in missing[: missing.index(".")]


def test_a_run_without_exemptions_shows_none(runs: Callable[[str], Run]) -> None:
    sincere = runs("sound").sincere.assessment
    assert sincere.exemptions == ()
    assert "Exemption" not in html.render(sincere, "en")
