"""Check of each number of a page against what is recomputed."""

import re
from collections.abc import Iterator
from pathlib import Path

import tests.figures.load_criteria
import tests.figures.more_criteria
import tests.figures.page_criteria
import tests.figures.receipt_criteria
import tests.figures.return_criteria
import tests.figures.surge_criteria  # noqa: F401 - each adds its criteria
from tests.figures.bench import bench_mistakes
from tests.figures.bench_warnings import warning_mistakes
from tests.figures.call_criteria import call_mistakes
from tests.figures.content_criteria import CONTENT, UNASSESSED
from tests.figures.criteria import RECOMPUTED
from tests.figures.explained import (
    EXPLAINED,
    declared_points,
    grid_numbers,
    without_written,
    written_texts,
)
from tests.figures.fixes import fix_mistakes
from tests.figures.page import CUT_OFF, Place, near, numbers, read_page
from tests.figures.run import Run
from tests.figures.scores import is_claimed, score_mistakes
from tests.figures.tables import (
    cell_numbers,
    fault_rows,
    long_time,
    receipt_numbers,
    recovery_rows,
    storage_numbers,
    window_rows,
)

SHOWN = ("summary", "Observation")
UNSCORED = re.compile("not assessed|not applicable|tool error|counted as failed")


def mistakes(folder: Path, html: str | None = None) -> list[str]:
    """Return a sentence for each number of the English page that nothing explains."""
    html = html or (folder / "report.en.html").read_text(encoding="utf-8")
    return [one for part in mistakes_by_part(Run(folder), html).values() for one in part]


def mistakes_by_part(run: Run, html: str) -> dict[str, list[str]]:
    """Return the sentences by criterion, or by another part of the page."""
    page = read_page(html)
    parts = {
        "tables": [*_tables(run, page)],
        "receipts": [*_receipts(run, page)],
        "conditions": [*_conditions(run, page)],
        "scores": [*score_mistakes(page)],
        "DEG-9": [*call_mistakes(run, page)],
    }
    for criterion, mistake in (*_contents(run, page), *_criteria(run, page)):
        parts.setdefault(criterion, []).append(mistake)
    bench = {
        "bench": [*bench_mistakes(run, page)],
        "warnings": [*warning_mistakes(run, page)],
        "recommendations": [*fix_mistakes(run, html, page)],
    }
    return parts | bench | {"others": [*_others(run, page)]}


def _tables(run: Run, page: dict[Place, str]) -> Iterator[str]:
    for number, row in enumerate(window_rows(run), 1):
        for column, values in enumerate(row[1:], 1):
            yield from _compared(page, _place("figures", number, column), values)
    for number, row in enumerate(fault_rows(run), 1):
        for column, values in enumerate(row, 1):
            yield from _compared(page, _place("traffic", number, column), values)
    for number, row in enumerate(recovery_rows(run), 1):
        for column, values in enumerate(row, 1):
            place = Place("recovery", table="recovery", row=number, column=column)
            yield from _compared(page, place, values)
    yield from _matrix(run, page)


def _place(table: str, row: int, column: int) -> Place:
    return Place("timeline", table=table, row=row, column=column)


def _compared(page: dict[Place, str], place: Place, values: list[float | str]) -> Iterator[str]:
    text = page.pop(place, "")
    shown = numbers(text)
    if len(shown) != len(values) or not all(map(near, shown, values)):
        yield f"{place}: {text!r} is not {values}"


def _matrix(run: Run, page: dict[Place, str]) -> Iterator[str]:
    modes = ("slow", "silent")
    for row, journey in enumerate(run.critical, 1):
        column = 0
        for dependency in run.dependencies:
            for mode in modes:
                column += 1
                place = Place("matrix", table="cells", row=row, column=column)
                text = page.pop(place, "")
                values = cell_numbers(run, journey, dependency, mode)
                shown = numbers(text)
                if values is None or "inconclusive" in text:
                    continue
                if not all(map(near, shown[:3], values)) or len(shown) < 3:
                    yield f"{place}: {text!r} is not {values}"


def _receipts(run: Run, page: dict[Place, str]) -> Iterator[str]:
    place = Place("receipts")
    values = receipt_numbers(run)
    text = page.pop(place, "")
    shown = numbers(text)
    if re.search(r"proof of storage: \d", text):
        values += storage_numbers(run)
    if not all(map(near, shown, values)) or len(shown) < len(values):
        yield f"{place}: {shown} is not {values}"


def _conditions(run: Run, page: dict[Place, str]) -> Iterator[str]:
    """Check the normal peak, the journeys judged, and the criteria without a result."""
    absent = [
        number for state in ("not assessed", "not applicable") for number in _counted(page, state)
    ]
    marks = ", ".join("?" * len(run.critical))
    ((sent,),) = run.rows(
        f"SELECT count(*) FROM attempt WHERE journey IN ({marks}) "
        "AND outcome NOT IN ('no link', 'dropped', 'error')", *run.critical,
    )  # fmt: skip
    peak = 60 * run.plan["profile"]["service"]["normal_peak"]
    surge = []
    if run.surge is not None:
        counts = run.critical_journeys(
            run.window(run.surge["id"]), run.surge["networks"] or ["control"]
        )
        surge = [counts.tried + counts.cut_off]
    patience = long_time(run.plan["profile"]["service"]["patience"])
    values = [peak, peak * _deciding_share(run), *patience, sent, *surge, *absent]
    yield from _compared(page, Place("asked"), values)


def _deciding_share(run: Run) -> float:
    """Return the share of users whose critical journeys give a receipt, or are critical."""
    journeys = run.plan["profile"]["journeys"].values()
    critical = [one for one in journeys if one.get("critical")]
    given = [one for one in critical if one.get("acknowledged_by")] or critical
    whole = sum(one.get("share", 1.0) for one in journeys)
    return float(sum(one.get("share", 1.0) for one in given) / whole)


def _counted(page: dict[Place, str], state: str) -> Iterator[float]:
    """Yield how many criteria are in a state; of more than twelve also the parts by family."""
    of_family: dict[str, list[bool]] = {}
    for place, text in page.items():
        if place.criterion and place.part == "summary":
            if is_claimed(page, place.criterion):
                text = text.replace("not applicable", "not assessed")
            of_family.setdefault(place.criterion.partition("-")[0], []).append(state in text)
    whole = sum(map(sum, of_family.values()))
    if whole:
        yield whole
    if whole > 12:
        for states in of_family.values():
            if any(states):
                yield from (sum(states), len(states))


def _contents(run: Run, page: dict[Place, str]) -> Iterator[tuple[str, str]]:
    """Check that criteria of contents show the recomputed numbers, in this order, and no other."""
    written = written_texts(run)
    for name, summary in _scored_contents(page).items():
        *shown, _ = numbers(summary)  # without the score
        for place, text in page.items():
            if (place.criterion, place.part) == (name, "Observation"):
                shown += numbers(without_written(text, written))
        values = CONTENT[name](run)
        if [float(one.replace(",", "")) for one in shown] != values:
            yield name, f"{name}: {shown} is not {values}"


def _scored_contents(page: dict[Place, str]) -> dict[str, str]:
    """Return the summary of each criterion of contents that was assessed."""
    return {
        place.criterion: text for place, text in page.items()
        if place.part == "summary" and place.criterion in CONTENT and not UNSCORED.search(text)
    }  # fmt: skip


def _criteria(run: Run, page: dict[Place, str]) -> Iterator[tuple[str, str]]:
    grid, written, declared = grid_numbers(), written_texts(run), declared_points(run)
    exact = {*_scored_contents(page), "DEG-9"}
    recomputed = {**UNASSESSED, **RECOMPUTED}
    values: dict[str, list[float]] = {}
    for place, text in page.items():
        if not place.criterion or (place.criterion in exact and place.part in SHOWN):
            continue
        known = {60.0, 100.0, *grid.get(place.criterion, ()), *declared.get(place.criterion, ())}
        if place.part == "summary" and "not assessed" not in text:
            text = text.rsplit(" ", 1)[0]  # the score
        if place.part in SHOWN and place.criterion in recomputed:
            if place.criterion not in values:
                values[place.criterion] = recomputed[place.criterion](run)
            known |= set(values[place.criterion])
        if place.part in ("Recommendation", "Sources"):
            continue
        for number in numbers(CUT_OFF.sub(" ", without_written(text, written))):
            if not any(near(number, value) for value in known):
                yield place.criterion, f"{place.criterion} {place.part}: {number} in {text!r}"


def _others(run: Run, page: dict[Place, str]) -> Iterator[str]:
    written = written_texts(run)
    for place, text in page.items():
        if place.criterion or place.section in EXPLAINED or place.part == "chart":
            continue
        if place.section == "criteria" or place.table in ("recovery", "figures", "traffic"):
            continue  # scores of families; names of faults; recovery: see `test_figures`
        left = numbers(without_written(text, written))
        if set(left) - {"95"}:  # percentile
            yield f"{place}: {left} in {text[:200]!r}"
