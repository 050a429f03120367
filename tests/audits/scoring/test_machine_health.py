"""Judgement of the use of the test machine: others' share of the CPU warns, then voids."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.checks.facts.machine_use import MachineUse, Use, mean_use
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.scoring.assess import assess_run
from epreuve.audits.scoring.knockout import speed_knockouts
from epreuve.audits.scoring.machine_health import (
    SHORTEST,
    VOID_SHARE,
    WARN_SHARE,
    doubtful_knockouts,
    void_by_others,
    worst_moment,
)
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row
from epreuve.probes.machine.records import BenchPressure
from epreuve.reports.assessment import Assessment, Knockout
from epreuve.reports.text import Text

Busy = Callable[..., Assessment]
CALM = Use(
    seconds=100.0, own=0.1, service=0.2, others=0.05, withheld=0.0, idle=1.3, cpu_waiting=0.05,
    io_stalled=0.02, memory_waiting=0.0,
)  # fmt: skip


@pytest.fixture
def busy(frozen: ModuleType, plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path) -> Busy:
    """Return the assessment of a good service on a machine with changed use."""

    def changed(
        start: float = 0.0, end: float = 1e9, busy_bench: str = "void", **use: Any
    ) -> Assessment:
        def change(row: Any) -> Any:
            if not isinstance(getattr(row, "record", None), BenchPressure):
                return row
            if not start < row.time <= end:
                return row
            return replace(row, record=row.record.model_copy(update=use))

        rows = [change(row) for row in good_rows]
        return assess_run(frozen.keep(tmp_path / "run", plan, rows, busy_bench=busy_bench))

    return changed


def note(assessment: Assessment) -> Text:
    assert assessment.result.letter_note is not None
    return assessment.result.letter_note


def machine(use: Use, *windows: tuple[Window, Use], identified: bool = True) -> MachineUse:
    return MachineUse(use, windows, identified, "pressure")


def window(name: str) -> Window:
    title = Text(fr=name, en=name)
    return Window(kind="stage", name=name, title=title, start=0.0, closes=1.0, end=1.0)


def test_five_percent_for_others_gives_a_letter_without_warning(busy: Busy) -> None:
    assessment = busy(others=0.1, idle=1.4)
    assert assessment.warnings == ()
    assert assessment.result.letter is not None
    use = assessment.bench.machine_use
    assert use is not None
    assert (use.own, use.service, use.others) == pytest.approx((0.15, 0.1, 0.05))


def test_sixty_percent_for_others_makes_the_trial_void(busy: Busy) -> None:
    assessment = busy(others=1.2, idle=0.3)
    assert assessment.result.letter is None
    reason = note(assessment)
    assert "other programs used 60% of the CPU" in reason.en
    assert "(limit 40%). The trial is void" in reason.en
    assert "nul" in reason.fr
    assert assessment.warnings == ()  # the reason is on the first screen already


def test_a_run_that_accepts_a_busy_bench_has_a_letter_and_a_warning(busy: Busy) -> None:
    assessment = busy(others=1.2, idle=0.3, busy_bench="warn")
    assert assessment.result.letter is not None
    (warning,) = assessment.warnings
    assert "other programs used 60% of the CPU" in warning.en


@pytest.mark.parametrize(
    ("others", "busy_bench", "warned"),
    [(1.2, "warn", True), (1.2, "void", False), (0.4, "warn", False)],
)
def test_a_knockout_of_a_trial_that_would_be_void_is_doubtful(
    others: float, busy_bench: str, warned: bool
) -> None:
    use = replace(CALM, others=others, idle=1.5 - others)
    facts: Any = SimpleNamespace(machine_use=MachineUse(use, (), True, "pressure"))
    record: Any = SimpleNamespace(busy_bench=busy_bench)
    sentences = [one.en for one in doubtful_knockouts(facts, record, ["K2", "K7"])]
    assert len(sentences) == warned
    assert all("Possible cause of K2 and K7: the other programs" in one for one in sentences)
    assert list(doubtful_knockouts(facts, record, [])) == []


def test_lost_receipts_are_no_effect_of_a_slow_bench() -> None:
    text = Text(fr="", en="")
    given = [
        Knockout(id=id, criterion="-", cap=39, sentence=text) for id in ("K1", "K2", "K3", "K5")
    ]
    assert speed_knockouts(load_grid(), given) == ("K2", "K5")


def test_twenty_percent_for_others_gives_a_warning_and_a_letter(busy: Busy) -> None:
    assessment = busy(others=0.4, idle=0.6)
    assert assessment.result.letter is not None
    (warning,) = assessment.warnings
    assert "other programs used 20% of the CPU" in warning.en
    assert "(limit 15%). The measured times may be too long." in warning.en


def test_the_saturation_of_the_service_is_its_own_result(busy: Busy) -> None:
    assessment = busy(service=1.5, own=0.4, others=0.1, idle=0.0, cpu_waiting=0.9)
    assert assessment.result.letter is not None
    assert assessment.warnings == ()


def test_others_disturb_nobody_while_a_core_is_idle(busy: Busy) -> None:
    assessment = busy(cores=8.0, others=4.0, idle=3.0)
    assert assessment.result.letter is not None
    assert assessment.warnings == ()


@pytest.mark.parametrize("by", ["stolen", "throttled"])
def test_a_hypervisor_or_a_cpu_limit_counts_as_others(busy: Busy, by: str) -> None:
    assessment = busy(**{by: 0.9}, idle=1.0)
    assert assessment.result.letter is None
    assert "withheld 45% (limit 40%)" in note(assessment).en


def test_unidentified_programs_may_be_the_service(busy: Busy) -> None:
    assessment = busy(others=1.2, idle=0.3, service_identified=False)
    assert assessment.result.letter is not None
    (warning,) = assessment.warnings
    assert "60% of the CPU" in warning.en
    assert "Part of it may be the service’s own" in warning.en


def test_one_busy_window_makes_the_trial_void_and_is_named(busy: Busy, plan: Plan) -> None:
    longest = max(
        (window for window in plan.windows if window.kind == "stage"),
        key=lambda window: window.end - window.start,
    )
    assessment = busy(longest.start, longest.end, others=1.6, idle=0.0)
    assert assessment.result.letter is None
    assert f"During “{longest.title.en}”, other programs" in note(assessment).en


def test_use_after_the_crisis_does_not_count(busy: Busy, plan: Plan) -> None:
    assessment = busy(plan.duration, others=2.0, idle=0.0)
    assert assessment.result.letter is not None
    assert assessment.warnings == ()


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ({"io_stalled": 0.6}, "waited for a disk 60% of the time"),
        ({"memory_waiting": 0.2}, "waited for memory 20% of the time"),
    ],
)
def test_waiting_for_disk_or_memory_gives_a_warning(
    busy: Busy, use: dict[str, float], words: str
) -> None:
    assessment = busy(**use)
    assert assessment.result.letter is not None
    (warning,) = assessment.warnings
    assert words in warning.en


def test_a_kernel_without_pressure_has_no_disk_warning(busy: Busy) -> None:
    unknown = dict.fromkeys(("io_waiting", "io_stalled", "memory_waiting", "memory_stalled"))
    assessment = busy(waiting_source="run queue", cpu_waiting=3.0, **unknown)
    assert assessment.warnings == ()
    use = assessment.bench.machine_use
    assert use is not None
    assert (use.cpu_waiting, use.io_stalled, use.memory_waiting) == (None, None, None)


def test_evidence_without_samples_says_so(frozen: ModuleType, plan: Plan, tmp_path: Path) -> None:
    rows = [
        row for row in frozen.rows(plan, frozen.GOOD) if getattr(row, "subject", "") != "machine"
    ]
    assessment = assess_run(frozen.keep(tmp_path / "run", plan, rows))
    assert [warning.en for warning in assessment.warnings] == [
        "The use of the test machine was not recorded."
    ]
    assert assessment.bench.machine_use is None


def test_the_worst_moment_is_the_one_with_most_disturbance() -> None:
    calm, noisy = (window("calm"), CALM), (window("noisy"), replace(CALM, others=0.5, idle=0.1))
    when, use = worst_moment(machine(CALM, calm, noisy))
    assert "noisy" in when.en
    assert use.others == 0.5


def test_a_burst_in_a_short_window_decides_nothing() -> None:
    burst = replace(CALM, seconds=SHORTEST - 0.1, others=0.9, idle=0.0)
    assert void_by_others(machine(CALM, (window("cell"), burst))) is None


@pytest.mark.parametrize(("share", "void"), [(VOID_SHARE, False), (VOID_SHARE + 0.01, True)])
def test_the_bound_itself_is_allowed(share: float, void: bool) -> None:
    reason = void_by_others(machine(replace(CALM, others=share, idle=0.0)))
    assert (reason is not None) == void


def test_warnings_come_before_void() -> None:
    assert 0 < WARN_SHARE < VOID_SHARE < 1


def test_a_sample_counts_with_its_time_inside(frozen: ModuleType) -> None:
    samples = [
        Observation(10.0, "machine", frozen.IDLE.model_copy(update={"others": 0.0})),
        Observation(11.0, "machine", frozen.IDLE.model_copy(update={"others": 2.0})),
    ]
    use = mean_use(samples, 9.0, 10.5)
    assert use is not None
    assert use.seconds == 1.5
    assert use.others == pytest.approx(1 / 3)
    assert mean_use(samples, 11.0, 12.0) is None


def test_a_service_elsewhere_has_no_known_share(frozen: ModuleType) -> None:
    samples = [Observation(1.0, "machine", frozen.IDLE.model_copy(update={"service": None}))]
    use = mean_use(samples, 0.0, 1.0)
    assert use is not None
    assert use.service is None
