"""Warnings of the page, each with its numbers as the evidence gives them."""

import re
from collections.abc import Iterator

from tests.figures.bench import generator, moments
from tests.figures.criteria import Values
from tests.figures.explained import without_written, written_texts
from tests.figures.journeys import counted, sent
from tests.figures.page import CUT_OFF, Place, numbers
from tests.figures.return_criteria import actual_cuts
from tests.figures.run import Run
from tests.figures.sentences import Check, checked
from tests.figures.tables import receipt_counts


def _others(run: Run, match: re.Match[str]) -> list[Values]:
    use = moments(run).get(match[1])
    shares = [] if use is None else [100 * use.others, 100 * use.withheld]
    return [[*shares, limit] for limit in (15, 40)]


def _waited(run: Run, match: re.Match[str]) -> list[Values]:
    _, disk, _ = moments(run)["During the whole run"].waiting
    return [[100 * (disk or 0.0), 50]]


def _memory(run: Run, match: re.Match[str]) -> list[Values]:
    *_, memory = moments(run)["During the whole run"].waiting
    return [[100 * (memory or 0.0), 10]]


def _cut_off(run: Run, match: re.Match[str]) -> list[Values]:
    titles = {one["title"]["en"]: one["name"] for one in run.plan["windows"]}
    window = run.window(titles[match[1]])
    counts = counted(sent(run, window.start, window.closes), window.end)
    return [[counts.cut_off, counts.tried + counts.cut_off], [4, counts.tried]]


def _late(run: Run, match: re.Match[str]) -> list[Values]:
    return [[1, 1000 * generator(run)[-3], 100]]


def _started(run: Run, match: re.Match[str]) -> list[Values]:
    return [generator(run)[:2]]


def _cpu(run: Run, match: re.Match[str]) -> list[Values]:
    return [[generator(run)[-2], 0.9]]


def _void_cut(run: Run, match: re.Match[str]) -> list[Values]:
    return [[start] for start, _, void in actual_cuts(run) if void]


def _late_cut(run: Run, match: re.Match[str]) -> list[Values]:
    planned = [run.moved(one["end"]) - run.moved(one["start"]) for one in run.plan["cuts"]]
    cuts = zip(actual_cuts(run), planned, strict=False)
    return [[start, (end or 0.0) - start, length] for (start, end, _), length in cuts]


def _holders(run: Run, match: re.Match[str]) -> list[Values]:
    return [[one["holders"], 200] for _, _, one in run.observations("receipt mistake")]


def _unread(run: Run, match: re.Match[str]) -> list[Values]:
    given, read, *_ = receipt_counts(run)
    return [[read, given]]


def _any_page(run: Run, match: re.Match[str]) -> list[Values]:
    journeys = run.plan["profile"]["journeys"]
    return [[n] for n in range(1, 1 + sum(len(journeys[one]["steps"]) for one in run.critical))]


def _failed_probes(run: Run, match: re.Match[str]) -> list[Values]:
    return [[len(run.observations("probe failure"))]]


def _late_answers(run: Run, match: re.Match[str]) -> list[Values]:
    late = [one["seconds"] for _, _, one in run.observations("late control answer")]
    return [[len(late), max(late, default=0.0)]]


def _stopped(run: Run, match: re.Match[str]) -> list[Values]:
    return [[time] for time, _, _ in run.observations("service stopped")]


def _leak(run: Run, match: re.Match[str]) -> list[Values]:
    events = [*run.observations("fault heal")]
    counts = [(time, one["server"] or one["kernel"] or {}) for time, _, one in events]
    return [[time, value] for time, one in counts for value in one.values()]


def _constant(run: Run, match: re.Match[str]) -> list[Values]:
    return [[]]  # tests/figures/series.py checks it


WARNINGS: dict[str, Check] = {
    r"(During (?:the whole run|“.*?”)), other programs used .*?\(limit \d+%\)": _others,
    r"All programs waited for a disk .*?\(limit \d+%\)": _waited,
    r"Programs waited for memory .*?\(limit \d+%\)": _memory,
    r"\d+ of \d+ journeys of “(.*?)” had not ended": _cut_off,
    r"“([^”]*)” needs at least \d+ journeys, and had \d+": _cut_off,
    r"1% of the users started more than .*? ms late \(limit \d+ ms\)": _late,
    r"The load generator started only [\d,]+ of [\d,]+ arrivals": _started,
    r"The load generator used .*? of a CPU core \(limit [\d.]+\)": _cpu,
    r"The power cut at [\d.,]+ s is void": _void_cut,
    r"The power cut at [\d.,]+ s lasted .*? instead of .*?:": _late_cut,
    r"several users \([\d,]+\) got the same receipt.*?with status \d+": _holders,
    r"Receipts read again: [\d,]+ of [\d,]+": _unread,
    r"\d+ steps? of critical journeys ha\w+ no": _any_page,
    r"Probes of epreuve failed: \d+": _failed_probes,
    r"Toxiproxy server: \d+, the latest after .*?\. The bench": _late_answers,
    r"The service stopped by itself at .*? s\.": _stopped,
    r"(Quick mode\. Trials: \d+\. 5 give)": _constant,
    r"the fault that ended at .*? s was in force.*?: [\d,]+\)": _leak,
}


def warning_mistakes(run: Run, page: dict[Place, str]) -> Iterator[str]:
    """Yield each number of the warnings that the evidence does not give."""
    interrupted = (run.record.get("interrupted") or {}).get("en", "")
    text, written = page.get(Place("p"), ""), written_texts(run)
    text = text.replace(" ".join(interrupted.replace("`", "").split()), "")
    *wrong, rest = checked(run, text, WARNINGS)
    yield from wrong
    if left := numbers(CUT_OFF.sub(" ", without_written(rest, written))):
        yield f"warning: {left} in {rest!r}"
