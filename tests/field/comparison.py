"""Compare the assessment of a run with the service's own data and logs, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.field import access_log, heartbeat, receipts
from tests.field.access_log import Answer
from tests.field.evidence import Cut, Journey, RunFiles, last_of_series
from tests.field.heartbeat import Outage
from tests.field.line import Agreement, Line, numbers, shares
from tests.field.receipts import Truth
from tests.field.service import Service
from tests.field.submission import Sent, sent_by

POOR = ("edge-lossy", "4g-congested")  # networks of FRU-2


@dataclass(frozen=True)
class Facts:
    """All that the service itself knows about a run."""

    answers: list[Answer]
    ended_well: set[str]  # users
    receipts: dict[int, Truth]
    sent: dict[int, Sent]
    outages: list[Outage]  # in seconds since the start of the run
    offset: float  # time of the log at the start of the run


def gather(service: Service, run: RunFiles) -> Facts:
    """Read storage, access log and heartbeat after a run."""
    sent = {j.arrival: sent_by(run.citizen(j.arrival)) for j in run.critical}
    answers = access_log.read(run.path)
    first = ((sent[arrival].email, end) for arrival, end in run.first_answers if arrival in sent)
    offset = access_log.clock_offset(answers, first)
    beats = [beat - offset for beat in heartbeat.read(run.path)]
    return Facts(
        answers,
        access_log.ended_well(answers, service.accepted),
        receipts.states(run.critical, sent, service.stored(run.path), service.identifier),
        sent,
        heartbeat.outages(beats, (answer.time - offset for answer in answers)),
        offset,
    )


def no_crisis(code: int, why: str, may_stop: str | None) -> Line:
    """Return the line of a run that stopped before the crisis, with its exit code and reason."""
    agreement: Agreement = "agree" if may_stop is not None and code == 3 else "disagree"
    return Line(
        "crisis", f"stopped, {code}: {why}", may_stop or "a crisis can be played", agreement
    )


def compare(run: RunFiles, facts: Facts, assessment: dict[str, Any]) -> list[Line]:
    """Return all lines of an assessed run."""
    findings = {finding["id"]: finding for finding in assessment["findings"]}
    return [
        *_receipt_lines(run, facts, assessment),
        *_journey_lines(run, facts, findings),
        *_power_lines(run, facts, findings),
        *_bench_lines(run, assessment),
    ]


def _bench_lines(run: RunFiles, assessment: dict[str, Any]) -> Iterator[Line]:
    record = run.bench
    if record is None:
        return
    left = record["left"]
    yield Line(
        "processes of the service after the audit", "none may live",
        ", ".join(left) or "none", "disagree" if left else "agree",
    )  # fmt: skip
    warnings = " ".join(warning["en"] for warning in assessment["warnings"]) or "no warning"
    busy = stalled_share(record["before"], record["after"])
    yield Line(
        "pressure on the processor", warnings,
        "unknown" if busy is None else f"some process waited {busy:.0%} of the time",
        "not judged",
    )  # fmt: skip


def stalled_share(before: dict[str, Any], after: dict[str, Any]) -> float | None:
    """Return the share of the time in which a process waited for a core (/proc/pressure/cpu)."""
    if "pressure/cpu" not in before:
        return None
    totals = [int(load["pressure/cpu"].split("total=")[1].split()[0]) for load in (before, after)]
    elapsed = after["time"] - before["time"]
    return float((totals[1] - totals[0]) / 1e6 / elapsed) if elapsed > 0 else None


def _receipt_lines(run: RunFiles, facts: Facts, assessment: dict[str, Any]) -> Iterator[Line]:
    truth = receipts.count(facts.receipts.values())
    verdict = assessment["receipts"]
    yield numbers("receipts given", verdict["acknowledged"], len(facts.receipts))
    audited = Line(
        "receipts read", str(verdict["audited"]), f"{len(facts.receipts)} given",
        "agree" if verdict["audited"] >= 0.95 * len(facts.receipts) else "not judged",
    )  # fmt: skip
    yield audited
    for state in ("lost", "altered"):
        yield numbers(f"receipts {state}", verdict[state], truth[state], "in storage")
    if any(journey["unique"] for journey in run.plan["profile"]["journeys"].values()):
        copies = truth["duplicated"]
        yield numbers("submissions duplicated", verdict["duplicated"], copies, "in storage")
    wrong = receipts.contradictions(run.readings, facts.receipts)
    detail = ", ".join(f"{w.arrival}: {w.verdict}, is {w.truth}" for w in wrong[:5])
    yield numbers("receipts judged otherwise", len(wrong), 0, detail)


def _journey_lines(
    run: RunFiles, facts: Facts, findings: dict[str, dict[str, Any]]
) -> Iterator[Line]:
    if run.surge is None:
        return
    start, closes = run.surge
    begun = [j for j in run.critical if start <= j.intended < closes]
    poor = [j for j in begun if j.cohort in POOR]
    for id, name, journeys in (
        ("CON-1", "journeys of the surge", begun),
        ("FRU-2", "those on poor networks", poor),
    ):
        if journeys:
            lowest, highest = success_shares(journeys, facts)
            text = f"{name} that ended well, of {len(journeys)}"
            yield shares(f"{id} {name}", value_of(findings[id]), lowest, highest, text)
    yield Line(
        "all critical journeys", "", f"{_ended(run.critical, facts)} of {len(run.critical)} ended "
        "well, by the access log", "agree",
    )  # fmt: skip


def success_shares(journeys: Iterable[Journey], facts: Facts) -> tuple[float, float]:
    """Return the shares that the users had and that the service gave, the lower one first.

    A user may give up a response that the service sends in full.
    """
    chosen = list(journeys)
    by_users = sum(j.outcome == "success" for j in chosen)
    low, high = sorted((by_users, _ended(chosen, facts)))
    return low / len(chosen), high / len(chosen)


def _ended(journeys: Iterable[Journey], facts: Facts) -> int:
    return sum(facts.sent[j.arrival].email in facts.ended_well for j in journeys)


def value_of(finding: dict[str, Any]) -> float | None:
    """Return the value of a finding, None when it is not scored."""
    return finding["value"] if finding["outcome"] == "scored" else None


def _power_lines(
    run: RunFiles, facts: Facts, findings: dict[str, dict[str, Any]]
) -> Iterator[Line]:
    if not run.cuts:
        return
    times = [answer.time - facts.offset for answer in facts.answers]
    during = sum(inside(time, run.cuts) for time in times)
    yield numbers("responses while the power was off", during, 0, "allowed")
    # Before the run starts, the calibration restarts the service.
    down = sum(outage.start >= 0 for outage in facts.outages)
    yield numbers("outages of the processes", len(run.cuts), down, "in the heartbeat")
    backs = list(returns(last_of_series(run.cuts), _useful_times(facts)))
    boot_within = float(run.plan["profile"]["power"]["boot_within"])
    known = [back for back in backs if back.useful is not None or back.power >= boot_within]
    if known:
        share = sum(back.useful is not None for back in known) / len(known)
        text = f"series of cuts after which it was useful, of {len(known)} long enough to know"
        yield shares("REC-2 restarts", value_of(findings["REC-2"]), share, share, text)
    if backs and backs[-1] in known:
        yield _return_line(findings["REC-1"], backs[-1].useful)


def _useful_times(facts: Facts) -> list[float]:
    good = (answer for answer in facts.answers if answer.status < 400 and answer.complete)
    return [answer.time - facts.offset for answer in good]


def inside(time: float, cuts: Iterable[Cut]) -> bool:
    """Return whether the power was off at a time; half a second is left to each edge."""
    return any(cut.off + 0.5 < time < cut.on for cut in cuts)


@dataclass(frozen=True)
class Return:
    """Return of power: seconds until the first useful response, and seconds that it lasted."""

    useful: float | None
    power: float


def returns(cuts: Iterable[tuple[Cut, float]], useful: list[float]) -> Iterator[Return]:
    """Yield each return of power, given the cuts with the time at which its power ended."""
    for cut, end in cuts:
        after = [time - cut.on for time in useful if cut.on < time < end]
        yield Return(min(after, default=None), end - cut.on)


def _return_line(finding: dict[str, Any], last: float | None) -> Line:
    truth = "never" if last is None else f"first useful response after {last:.1f} s"
    shown = finding["shown"]["en"]
    if finding["outcome"] != "scored":
        return Line("REC-1 return", "inconclusive", truth, "not judged")
    agree = (finding["value"] is None) == (last is None)
    return Line("REC-1 return", shown, truth, "agree" if agree else "disagree")
