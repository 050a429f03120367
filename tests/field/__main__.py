"""Audit real services and compare the verdicts with the truth: `python -m tests.field --help`."""

import argparse
import fcntl
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.knockout import speed_knockouts
from epreuve.audits.scoring.machine_health import VOID_SHARE, WARN_SHARE
from epreuve.reports.assessment import Knockout
from tests.field import by_hand, comparison, expectation, hand_comparison, line, receipts, summary
from tests.field.evidence import RunFiles
from tests.field.install import install
from tests.field.service import VARIANTS, Service, home, services
from tests.field.summary import TrialResult
from tests.field.trial import Trial, play


def main() -> int:
    """Play the audits. Returns 0 when every verdict agrees with the truth, 1 otherwise."""
    options = _options()
    trials = _trials(options)
    with _alone():
        if options.run:
            runs = [_finished(options.run)]
        else:
            _install({trial.service.name: trial.service for trial in trials}.values())
            with ThreadPoolExecutor(options.at_once) as threads:
                runs = list(threads.map(_played, trials, repeat(options.at_once > 1)))
        results = [judge(trial, *run) for trial, run in zip(trials, runs, strict=True)]
    print(summary.render(results))
    return 0 if all(result.is_true for result in results) else 1


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for another bench of this home to end: ports and installed services are shared."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.field", description=__doc__)
    known = services()
    parser.add_argument("--service", default="all", choices=["all", *known])
    parser.add_argument("--variant", default="plain", choices=VARIANTS)
    parser.add_argument("--rate", type=int, default=15, help="normal peak, in journeys per minute")
    parser.add_argument("--scale", default="quick", help="quick, default or a number")
    parser.add_argument("--seeds", default="1", help="seeds, separated by commas")
    parser.add_argument(
        "--at-once", type=int, default=1, metavar="N",
        help="audits side by side, each in a network namespace of its own (root; default: 1)",
    )  # fmt: skip
    parser.add_argument("--run", type=Path, help="compare this finished run, without a new audit")
    options = parser.parse_args()
    if options.run and options.service == "all":
        parser.error("--run needs --service")
    return options


def _trials(options: argparse.Namespace) -> list[Trial]:
    known = services()
    chosen = list(known.values()) if options.service == "all" else [known[options.service]]
    seeds = [int(seed) for seed in options.seeds.split(",")][: 1 if options.run else None]
    return [
        Trial(service, options.variant, options.rate, options.scale, seed)
        for service in chosen
        for seed in seeds
    ]


def _install(chosen: Iterable[Service]) -> None:
    for service in chosen:
        try:
            install(service)
        except subprocess.CalledProcessError:
            log = home() / f"{service.name}-install.log"
            sys.exit(f"{service.name} cannot be installed; see {log}")


def _played(trial: Trial, own_network: bool) -> tuple[Path, int]:
    print(f"auditing {trial.name}", flush=True)
    return play(trial, own_network)


def _finished(folder: Path) -> tuple[Path, int]:
    return folder, (RunFiles(folder).bench or {"exit": 0})["exit"]


def judge(trial: Trial, folder: Path, code: int) -> TrialResult:
    """Compare a finished run with the truth and print all lines."""
    run = RunFiles(folder)
    expected = expectation.load(trial.service.expectation, trial.variant, trial.rate)
    assessment = run.assessment
    if assessment is None or not run.critical or (code == 3 and run.why_stopped()):
        stopped = comparison.no_crisis(code, run.why_stopped(), expected.may_stop)
        print(f"\n{folder.name}: no crisis was played\n{line.render([stopped])}", flush=True)
        return TrialResult(trial.service.name, folder.name, "–", (stopped,), (), 0, False, 0, 0)
    facts = comparison.gather(trial.service, run)
    doubtful = _doubtful_knockouts(assessment)
    lines = [
        *comparison.compare(run, facts, assessment),
        *hand_comparison.compare(run.plan["profile"], _sight(trial.service), assessment),
        *expectation.compare(
            expected, assessment, busy=_was_busy(assessment, WARN_SHARE), doubtful=doubtful
        ),
    ]
    letter = assessment["result"]["letter"] or "–"
    print(f"\n{folder.name}: letter {letter}\n{line.render(lines)}", flush=True)
    given = {knockout["id"] for knockout in assessment["result"]["knockouts"]}
    lost = receipts.count(facts.receipts.values())["lost"]
    read = {one.arrival for one in run.readings if one.state != "unread"}
    return TrialResult(
        service=trial.service.name,
        name=folder.name,
        letter=letter,
        lines=tuple(lines),
        false_knockouts=summary.false_knockouts(given, expected, lost, doubtful),
        lost=lost,
        loss_told="K1" in given,
        contradictions=len(receipts.contradictions(run.readings, facts.receipts)),
        unread=len(facts.receipts.keys() - read),
        doubtful=doubtful,
    )


def _doubtful_knockouts(assessment: dict[str, Any]) -> tuple[str, ...]:
    """Return the knock-outs that a busy machine can cause, where the machine was too busy."""
    if not _was_busy(assessment, VOID_SHARE):
        return ()
    grid = load_grid()
    knockouts = [Knockout.model_validate(one) for one in assessment["result"]["knockouts"]]
    return speed_knockouts(grid, knockouts)


def _was_busy(assessment: dict[str, Any], limit: float) -> bool:
    """Return whether other programs used more of the processor than a limit of the audit."""
    use = assessment["bench"]["machine_use"]
    return use is not None and use["worst"] > limit


def _sight(service: Service) -> by_hand.Sight:
    """Return what a person sees by hand; the first time, play it."""
    file = by_hand.file_of(service)
    if file.is_file():
        return by_hand.Sight(json.loads(file.read_text()))
    print(f"visiting {service.name} by hand, each dependency silent in turn", flush=True)
    return by_hand.look(service)


if __name__ == "__main__":
    sys.exit(main())
