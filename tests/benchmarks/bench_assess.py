"""Time and memory of the assessment of a run. Run it as a script.

    python tests/benchmarks/bench_assess.py [REQUESTS ...]

Runs of 10,000, 100,000 and 1,000,000 requests by default, written from literals through the
Recorder as a run writes them. Each is assessed in a process of its own, and its peak memory is
measured. Goal: at most ten seconds and 300 MB for a million, with time linear in the requests.
"""

import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epreuve.audits.planning.plan import Plan
    from epreuve.probes.evidence.row import Row

SIZES = (10_000, 100_000, 1_000_000)
FROZEN = Path(__file__).parents[1] / "audits" / "frozen.py"
STEP = 0.05  # seconds between two steps of a citizen
SCALE = 10.0


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "run"
            start = time.perf_counter()
            requests = write(folder, size)
            wrote = time.perf_counter() - start
            weight = (folder / "evidence.db").stat().st_size / 1e6
            figures = subprocess.run(
                [sys.executable, __file__, "--judge", str(folder)],
                capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip
            print(
                f"{requests:>9,} requests ({weight:.0f} MB, written in {wrote:.1f} s): {figures}",
                end="",
            )


def write(path: Path, size: int) -> int:
    """Write a run with about `count` requests; return its folder and their number."""
    from epreuve.audits.runs.run_folder import RunFolder
    from epreuve.probes.evidence.reader import Evidence
    from epreuve.probes.evidence.recorder import Recorder

    frozen = _frozen()
    few, more = (_requests(frozen, _plan(frozen, times)) for times in (1.0, 3.0))
    plan = _plan(frozen, 1.0 + 2 * (size - few) / (more - few))  # some come whatever the crowd
    folder = RunFolder(path)
    folder.logs.mkdir(parents=True)
    folder.write_plan(plan)
    folder.note(id="bench", started="2026-06-01T10:00:00+00:00", played=plan.duration)
    with Recorder(folder.evidence) as recorder:
        recorder.record(_rows(frozen, plan))
        recorder.flush()
    evidence = Evidence(folder.evidence)
    count = evidence.request_count()
    evidence.close()
    return count


def _requests(frozen: ModuleType, plan: "Plan") -> int:
    return sum(isinstance(row, frozen.Request) for row in _rows(frozen, plan))


def _plan(frozen: ModuleType, times: float) -> "Plan":
    """The reference crisis, with the users of the service multiplied."""
    from epreuve.audits.crises.crisis import read_crisis
    from epreuve.audits.planning.planner import make_plan
    from epreuve.audits.profile.loading import prepare_profile

    profile = prepare_profile(frozen.sobre())
    peak = profile.service.normal_peak * times
    service = profile.service.model_copy(update={"normal_peak": peak})
    busy = profile.model_copy(update={"service": service})
    return make_plan(busy, read_crisis("tous-risques"), seed=frozen.SEED, scale=SCALE)


def _steps_of(plan: "Plan") -> dict[int, int]:
    """Number of steps that each arrival plans."""

    return {
        arrival.number: len(plan.profile.journeys[arrival.journey].steps)
        for arrival in plan.arrivals
    }


def _rows(frozen: ModuleType, plan: "Plan") -> Iterator["Row"]:
    """The frozen rows, with a request for each step of a successful journey."""
    steps = _steps_of(plan)
    for row in frozen.rows(plan, frozen.GOOD):
        yield row
        if isinstance(row, frozen.Request):
            ranks = range(1, steps[row.arrival] if row.outcome == "success" else 1)
            for rank in ranks:
                times = {"intended": row.intended, "started": row.started, "ended": row.ended}
                later = {name: time + rank * STEP for name, time in times.items()}
                yield row._replace(step=f"step {rank}", **later)


def judge_criterion(path: Path) -> None:
    """Assess one run, and print time and memory."""
    from epreuve.audits.runs.run_folder import RunFolder
    from epreuve.audits.scoring.assess import assess_run

    start, work = time.perf_counter(), time.process_time()
    assessment = assess_run(RunFolder(path))
    seconds, busy = time.perf_counter() - start, time.process_time() - work
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{seconds:.2f} s ({busy:.2f} s of CPU), {memory:.0f} MB, "
        f"{assessment.result.score:.2f} points"
    )


def _frozen() -> ModuleType:
    spec = importlib.util.spec_from_file_location("frozen", FROZEN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    if sys.argv[1:2] == ["--judge"]:
        judge_criterion(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
