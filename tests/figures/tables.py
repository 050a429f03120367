"""Tables of the page, recomputed: windows, faults, matrix, recovery, receipts."""

import math
from collections.abc import Iterator

from tests.figures.run import TIMED, Json, Run, Window, at_rank

Row = list[list[float | str]]
"""Numbers of each cell."""


def clock(seconds: float) -> list[float | str]:
    """Return minutes and seconds, as numbers of a text."""
    return [str(int(seconds) // 60), f"{int(seconds) % 60:02d}"]


def long_time(seconds: float) -> list[float | str]:
    """Return a length of time as numbers of a text: seconds, or minutes and seconds."""
    if round(seconds) < 60:
        return [seconds]
    return [str(round(seconds) // 60), *([round(seconds) % 60] if round(seconds) % 60 else [])]


def window_rows(run: Run) -> list[Row]:
    """Return the numbers of the table of windows, without the names of faults."""
    parts = [one for one in run.windows if one.kind != "phase"]
    return [_window_row(run, window, parts) for window in run.windows]


def _window_row(run: Run, window: Window, parts: list[Window]) -> Row:
    inside = [window]
    if window.kind == "phase":
        inside = [one for one in parts if window.start <= one.start < window.end]
    requested = started = judged = succeeded = 0
    for one in inside:
        begun = run.rows(
            "SELECT outcome FROM attempt WHERE intended >= ? AND intended < ?", one.start, one.end
        )
        requested += len(begun)
        started += sum(row[0] not in ("no link", "dropped", "error") for row in begun)
        counts = run.judged(one)
        judged, succeeded = judged + counts.tried, succeeded + counts.succeeded
    times = [
        row[0]
        for row in run.rows(
            "SELECT ended - intended FROM request WHERE intended >= ? AND intended < ? "
            f"AND outcome IN {TIMED}", window.start, window.end,
        )
    ]  # fmt: skip
    number: list[float | str] = [] if window.kind == "phase" else [parts.index(window) + 1]
    share: list[float | str] = [100 * succeeded / judged, succeeded, judged] if judged else []
    p95 = long_time(at_rank(times, 0.95)) if times else []
    return [number, [*clock(window.start), *clock(window.end)], [requested], [started], share, p95]


def fault_rows(run: Run) -> Iterator[Row]:
    """Yield the numbers of the table of faults, without the names."""
    plan = run.plan
    names = {*run.dependencies, *(n for load in plan["loads"] for n in load["mix"])}
    begun: dict[str, list[tuple[float, Json]]] = {}
    healed: dict[str, list[tuple[float, Json]]] = {}
    for kind, events in (("fault begin", begun), ("fault heal", healed)):
        for time, link, record in run.observations(kind):
            if kind == "fault heal" or record["confirmed"] is not None:
                events.setdefault(link, []).append((time, record))
    for span in sorted(plan["spans"], key=lambda one: run.moved(one["start"])):
        if span["subject"] not in names or not begun.get(span["link"]):
            continue
        start, begin = begun[span["link"]].pop(0)
        healings = healed.get(span["link"])
        end, heal = healings.pop(0) if healings else (run.moved(span["end"]), {"duration": 0.0})
        row: Row = [
            [*clock(start), *clock(end)], [1000 * begin["duration"], 1000 * heal["duration"]],
        ]  # fmt: skip
        yield [*row, *_traffic_cells(heal)]


def _traffic_cells(heal: Json) -> Row:
    """Return connections and bytes, with the error responses; none where nothing was counted."""
    traffic = heal.get("server") or heal.get("kernel")
    if traffic is None:
        return []
    errors = heal["error_responses"]
    sent: list[float | str] = [] if errors is None else [errors]
    return [
        [traffic["opened"]], [traffic["bytes_from_clients"]], [traffic["bytes_to_clients"], *sent],
    ]  # fmt: skip


def cell_numbers(run: Run, journey: str, dependency: str, mode: str) -> list[float | str] | None:
    """Return the numbers of one cell of the matrix; None for a cell that was not run."""
    name = f"{dependency}:{mode}"
    if all(one.name != name for one in run.windows):
        return None
    window = run.window(name)
    rows = run.attempts(window, "journey = ?", journey)
    ended = [row for row in rows if row[1] <= window.end]
    done = sum(row[0] == "success" for row in ended)
    return [100 * done / len(ended), done, len(ended)] if ended else None


def receipt_counts(run: Run) -> list[int]:
    """Return receipts given, read, lost, altered, duplicated: each user once, the last reading."""
    ((given,),) = run.rows("SELECT count(*) FROM attempt WHERE receipt <> ''")
    last = {one["arrival"]: one for _, _, one in run.observations("receipt")}
    read = [one for one in last.values() if one["state"] != "unread"]
    twice = sum(one["state"] == "stored" and one["unique"] is False for one in read)
    states = [one["state"] for one in read]
    states += [one["state"] for _, _, one in run.observations("second receipt")]
    return [given, len(read), states.count("lost"), states.count("altered"), twice]


def receipt_numbers(run: Run) -> list[float | str]:
    """Return the counts of receipts that the page shows, those that were not read the last."""
    return shown_receipts(receipt_counts(run))


def shown_receipts(counts: list[int]) -> list[float | str]:
    """Return these counts, and the number of unread receipts; of those that were read, if any."""
    given, read = counts[:2]
    if not read:
        return [given]
    return [*counts, *([given - read] if given > read else [])]


def older_receipts(run: Run, state: str = "") -> set[int]:
    """Return the users whose receipt was read after a cut that it is older than.

    `state` is the one that was read, "" for all but unread.
    """
    last = max((time for time, _, _ in run.observations("power off")), default=-1.0)
    first = {one["arrival"]: one["state"] for _, _, one in run.observations("receipt")}
    second = {one["arrival"]: one["state"] for _, _, one in run.observations("second receipt")}
    sent = "SELECT arrival FROM attempt WHERE receipt <> '' AND receipt_at < ?"
    older = {one: first.get(one, "unread") for (one,) in run.rows(sent, last)} | second
    return {one for one, read in older.items() if read == state or (not state and read != "unread")}


def storage_numbers(run: Run) -> list[float | str]:
    """Return the receipts that prove storage, the decoys, and those that were found."""
    decoys = [one["found"] for _, _, one in run.observations("decoy")]
    return [len(older_receipts(run, "stored")), *([len(decoys), sum(decoys)] if decoys else [])]


def recovery_rows(run: Run) -> list[Row]:
    """Return when the power was cut and back, for each cut or series of cuts."""
    groups: list[list[Json]] = []
    for cut in (one for one in run.plan["cuts"] if one["stage"] != "cold-start:silent"):
        if groups and groups[-1][-1]["pattern"] == cut["pattern"]:
            groups[-1].append(cut)
        else:
            groups.append([cut])
    starts = [run.moved(one[0]["start"]) for one in groups]
    cold = [one.start for one in run.windows if one.name == "cold-start:silent"]
    ends = [*starts[1:], cold[0] if cold else math.inf] if starts else []
    events = run.observations("power on")
    rows: list[Row] = []
    for group, start, end in zip(groups, starts, ends, strict=True):
        back = [time for time, _, _ in events if start <= time < end]
        rows.append([clock(start), clock(max([run.moved(group[-1]["end"]), *back]))])
    return rows if events else []
