"""Result of a capacity ramp: table, knee, warnings and JSON document."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from epreuve.audits.capacity.ramp import PATIENCE, Ramp
from epreuve.audits.capacity.step_result import StepResult, knee
from epreuve.audits.capacity.translation import translate
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.messages.outcome_names import outcome_counts
from epreuve.audits.response_times.waiting_time import waiting_time
from epreuve.audits.scoring.bench_health import BUSY
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Number, Percent
from epreuve.reports.words import Words

WIDTH = 80
CAPPED = 0.95  # share of the authorised rate above which the rate is the limit [A]


def render(ramp: Ramp, results: Sequence[StepResult], language: Language) -> str:
    """Return the report for a terminal."""
    _ = Words(language)
    title = f"{ramp.profile.service.name} — {_.of(_conditions(ramp))}"
    lines = [title, "", *_table(results, _), ""]
    for sentence in (*_sentences(ramp, results), _limits()):
        lines += [*textwrap.wrap(_.of(sentence), WIDTH), ""]
    return "\n".join(lines).rstrip() + "\n"


def render_step(result: StepResult, language: Language) -> str:
    """Return one line about a step that has ended."""
    _ = Words(language)
    users, journeys, _requests, _p50, p95, _p99, failed, _cpu = _row(result, _)
    sentence = translate(
        "users {users}: {journeys} journeys/s, p95 {p95}, {failed} failed",
        users=users, journeys=journeys, p95=p95, failed=failed,
    )  # fmt: skip
    return _.of(sentence)


def document(ramp: Ramp, results: Sequence[StepResult], machine: str) -> dict[str, object]:
    """Return the results for a program. Times are in seconds."""
    limit = knee(results)
    return {
        "service": ramp.profile.service.model_dump(),
        "model": "closed",
        "journeys": ramp.journeys,
        "step_seconds": ramp.step,
        "patience": PATIENCE,
        "seed": ramp.seed,
        "machine": machine,
        "steps": [result.model_dump() for result in results],
        "knee": None if limit is None else limit.users,
    }


def write(content: dict[str, object], folder: Path) -> str:
    """Write a document into a run folder and return its text. Raises NotMeasurable."""
    text, path = json.dumps(content, ensure_ascii=False, indent=1), folder / "capacity.json"
    with write_errors_as(NotMeasurable, path):
        path.write_text(text + "\n", encoding="utf-8")
    return text


def _conditions(ramp: Ramp) -> Text:
    return translate(
        "capacity, {seconds} s per step, no faults; {journeys}",
        seconds=Number(ramp.step, 1), journeys=", ".join(ramp.journeys),
    )  # fmt: skip


def _limits() -> Text:
    return translate(
        "These users wait for a response before their next request. A slow service therefore "
        "receives fewer requests, and its waiting times look shorter. This table shows the maximum "
        "throughput, not the behaviour in a crisis. It is not used in any score."
    )


def _table(results: Sequence[StepResult], _: Words) -> Iterator[str]:
    columns = [_.of(column) for column in _columns()]
    rows = [columns, *([*_row(result, _)] for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    for row, result in zip(rows, (None, *results), strict=True):
        yield "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
        if result is not None and (failures := _failures(result, _)):
            yield from textwrap.wrap(
                failures, WIDTH, initial_indent="    ", subsequent_indent="    "
            )


def _columns() -> Iterator[Text]:
    yield translate("users")
    yield translate("journeys/s")
    yield translate("requests/s")
    yield from (untranslated(name) for name in ("p50", "p95", "p99"))
    yield translate("failed")
    yield translate("load CPU")


def _row(result: StepResult, _: Words) -> Iterator[str]:
    yield _.number(result.users)
    yield _.number(result.journeys, 1, "down")
    yield _.number(result.requests, 1, "down")
    yield from (waiting_time(time, _) for time in (result.p50, result.p95, result.p99))
    yield _.at_most(result.failed) if result.failed else "–"
    yield _.percent(result.cpu)


def _failures(result: StepResult, _: Words) -> str:
    """Return the failures by outcome, "" without a failure."""
    parts = [_.of(text) for text in outcome_counts(result.failures)]
    if result.stuck:
        stuck = translate("{n} without a response during the whole step", n=result.stuck)
        parts.append(_.of(stuck))
    return ", ".join(parts)


def _sentences(ramp: Ramp, results: Sequence[StepResult]) -> Iterator[Text]:
    yield _throughput(results)
    if len(results) < len(ramp.users):
        yield translate("Stopped at {users} users: most journeys failed.", users=results[-1].users)
    busy = next((result for result in results if result.cpu >= BUSY), None)
    if busy is not None:
        yield translate(
            "From {users} users on, the load process itself uses more than {share} of a core: it "
            "may be the limit. Try --processes.",
            users=busy.users, share=Percent(BUSY, 0),
        )  # fmt: skip
    allowed = ramp.profile.authorisation
    if allowed is not None and max(r.journeys for r in results) >= CAPPED * allowed.max_rate:
        yield translate(
            "The authorisation allows {rate} journeys/s: this rate is the limit.",
            rate=Number(allowed.max_rate, 2),
        )


def _throughput(results: Sequence[StepResult]) -> Text:
    highest = Number(max(result.journeys for result in results), 1, "down")
    if not highest.value:
        return translate("No journey succeeded.")
    limit = knee(results)
    if limit is None:
        return translate(
            "Throughput still grows at {users} users ({highest} journeys/s): try more users "
            "(--most).",
            users=results[-1].users, highest=highest,
        )  # fmt: skip
    return translate(
        "Throughput stops growing at {users} users: {rate} journeys/s; at most {highest} with more "
        "users.",
        users=limit.users, rate=Number(limit.journeys, 1, "down"), highest=highest,
    )  # fmt: skip
