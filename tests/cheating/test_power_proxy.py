"""Cheat: level `proxy`, with which the service keeps its power, where the run can stop it.

Truthful twin: level `process`.
"""

import re

import pytest

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.power import Power
from epreuve.audits.profile.validation import problems
from epreuve.audits.runs.records.power import PowerOff
from epreuve.audits.scoring.assess import assess_run
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row
from epreuve.reports.assessment import Assessment
from epreuve.reports.language import LANGUAGES
from epreuve.reports.report import reports
from tests.audits import frozen
from tests.synthetic.town import profile

# "epreuve" writes of stopped processes at the other levels only.
STOPPED = re.compile(r"\bkill|SIGKILL|processus tués|sont tués|all processes|tous les processus")
OF_CUTS = ("DAT-1", "REC-1", "REC-2", "REC-3")


def with_power(base: Profile, **power: object) -> Profile:
    return base.model_copy(update={"power": Power.model_validate(power)})


def test_the_level_is_refused_where_the_run_starts_the_service() -> None:
    base = profile(60.0, 0)
    twin = with_power(base, level="process", start=["service"])
    cheat = with_power(base, level="proxy", start=["service"])
    assert list(problems(twin)) == []
    ((place, message),) = problems(cheat)
    assert place == ("power", "level")
    assert "write `process` or `unsynced`" in message.en
    assert "écrivez `process` ou `unsynced`" in message.fr
    elsewhere = with_power(base, level="proxy")  # nothing else is possible there
    assert list(problems(elsewhere)) == []


def at_level(rows: tuple[Row, ...], level: str) -> list[Row]:
    """Return the rows of a run whose power cuts were of a level."""
    return [
        Observation(row.time, row.subject, row.record.model_copy(update={"level": level}))
        if isinstance(row, Observation) and isinstance(row.record, PowerOff)
        else row
        for row in rows
    ]


@pytest.fixture(scope="module")
def assessments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assessment]:
    plan = frozen.plan()
    rows = tuple(frozen.rows(plan, frozen.GOOD))
    found = {}
    for level in ("process", "proxy"):
        start = {"start": ["service"]} if level == "process" else {}
        changed = with_power(plan.profile, level=level, **start)
        run = tmp_path_factory.mktemp(level) / "run"
        folder = frozen.keep(
            run, plan.model_copy(update={"profile": changed}), at_level(rows, level)
        )
        found[level] = assess_run(folder)
    return found


def test_a_service_that_keeps_its_power_proves_no_restart(
    assessments: dict[str, Assessment],
) -> None:
    twin, cheat = assessments["process"], assessments["proxy"]
    scores = {
        name: {one.id: one.score for one in assessment.findings}
        for name, assessment in assessments.items()
    }
    assert all(scores["process"][id] is not None for id in OF_CUTS[:3])
    assert [scores["proxy"][id] for id in OF_CUTS] == [None] * 4
    assert cheat.result.floor < twin.result.floor
    assert cheat.result.coverage < twin.result.coverage
    assert any("Power cut of level “proxy”" in one.en for one in cheat.not_tested)


def test_no_text_says_that_a_process_stopped(assessments: dict[str, Assessment]) -> None:
    for report in reports():
        for language in LANGUAGES:
            text = report.render(assessments["proxy"], language)
            if isinstance(text, str):
                assert STOPPED.findall(text) == [], report.name
