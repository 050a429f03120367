"""A capacity ramp for a reader: a table, where it stops growing, and what that does not say."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from epreuve.audits.capacity.findings import Findings, knee
from epreuve.audits.capacity.ramp import PATIENCE, Ramp
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.response_times.outcome_names import NAMES
from epreuve.audits.response_times.row import waited
from epreuve.audits.scoring.bench_health import BUSY
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.text import Text
from epreuve.reports.words import Words

WIDTH = 80
CAPPED = 0.95  # of the rate that is allowed, from which on it is what is seen [A]
COLUMNS = (
    Text(fr="usagers", en="users"), Text(fr="parcours/s", en="journeys/s"),
    Text(fr="requêtes/s", en="requests/s"), Text(fr="p50", en="p50"), Text(fr="p95", en="p95"),
    Text(fr="p99", en="p99"), Text(fr="échecs", en="failed"), Text(fr="banc", en="bench"),
)  # fmt: skip
HIDES = Text(
    fr="Ces usagers attendent leur réponse avant de redemander : un service lent est moins "
    "sollicité, et l'attente qu'il cause ne se voit pas. Ce tableau dit combien le service sait "
    "faire, jamais comment il tient dans une crise ; il n'entre dans aucune note.",
    en="These users wait for their answer before they ask again: a service that is slow is asked "
    "less, and the waiting that it causes is hidden. This says how much the service can do, never "
    "how it holds in a crisis; it has no part in any score.",
)
NOTHING = Text(fr="Aucun parcours n'a réussi.", en="No journey succeeded.")


def told(ramp: Ramp, found: Sequence[Findings], language: Language) -> str:
    """The whole of it."""
    _ = Words(language)
    lines = [f"{ramp.profile.service.name} — {_.of(_asked(ramp))}", "", *_table(found, _), ""]
    for each in (*_sentences(ramp, found, _), HIDES):
        lines += [*textwrap.wrap(_.of(each), WIDTH), ""]
    return "\n".join(lines).rstrip() + "\n"


def rung_told(each: Findings, language: Language) -> str:
    """One line, as soon as a rung is over."""
    _ = Words(language)
    users, journeys, _requests, _p50, p95, _p99, failed, _cpu = _row(each, _)
    heads = [_.of(head) for head in COLUMNS]
    return f"{heads[0]} {users}: {journeys} {heads[1]}, {heads[4]} {p95}, {heads[6]} {failed}"


def document(ramp: Ramp, found: Sequence[Findings], machine: str) -> dict[str, object]:
    """The same for a program. Times are in seconds."""
    seen = knee(found)
    return {
        "service": ramp.profile.service.model_dump(),
        "model": "closed",
        "journeys": ramp.journeys,
        "rung": ramp.rung,
        "patience": PATIENCE,
        "seed": ramp.seed,
        "machine": machine,
        "rungs": [each.model_dump() for each in found],
        "knee": None if seen is None else seen.users,
    }


def keep(found: dict[str, object], folder: Path) -> str:
    """Write a document into a run's folder; its text. Raises NotMeasurable."""
    text, path = json.dumps(found, ensure_ascii=False, indent=1), folder / "capacity.json"
    with write_errors_as(NotMeasurable, path):
        path.write_text(text + "\n", encoding="utf-8")
    return text


def _asked(ramp: Ramp) -> Text:
    each = f"{ramp.rung:g} s"
    names = ", ".join(ramp.journeys)
    return Text(
        fr=f"capacité, {each} par palier, lien franc ; {names}",
        en=f"capacity, {each} a step, clean link; {names}",
    )


def _table(found: Sequence[Findings], _: Words) -> Iterator[str]:
    rows = [[_.of(each) for each in COLUMNS], *([*_row(each, _)] for each in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    for row, each in zip(rows, (None, *found), strict=True):
        yield "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
        if each is not None and (why := _why(each, _)):
            yield from textwrap.wrap(why, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _row(each: Findings, _: Words) -> Iterator[str]:
    yield _.number(each.users)
    yield _.number(each.journeys, 1, "down")
    yield _.number(each.requests, 1, "down")
    yield from (waited(time, _) for time in (each.p50, each.p95, each.p99))
    yield _.at_most(each.failed) if each.failed else "–"
    yield _.percent(each.cpu)


def _why(each: Findings, _: Words) -> str:
    """The failures by class."""
    parts = [f"{count} {_.of(NAMES[name])}" for name, count in each.failures.items()]
    if each.stuck:
        stuck = Text(fr="sans réponse de tout le palier", en="unanswered for the whole step")
        parts.append(f"{each.stuck} {_.of(stuck)}")
    return ", ".join(parts)


def _sentences(ramp: Ramp, found: Sequence[Findings], _: Words) -> Iterator[Text]:
    yield _where(found, _)
    if len(found) < len(ramp.users):
        yield Text(
            fr=f"Arrêté à {found[-1].users} usagers : la plupart des parcours échouaient.",
            en=f"Stopped at {found[-1].users} users: most journeys failed.",
        )
    busy = next((each for each in found if each.cpu >= BUSY), None)
    if busy is not None:
        yield Text(
            fr=f"À partir de {busy.users} usagers, le banc lui-même est à la peine (plus de "
            f"{BUSY:.0%} d'un cœur) : la limite peut être la sienne. Essayer --processes.",
            en=f"From {busy.users} users on, the bench itself struggles (over {BUSY:.0%} of a "
            "core): the limit may be its own. Try --processes.",
        )
    allowed = ramp.profile.authorisation
    if allowed is not None and max(each.journeys for each in found) >= CAPPED * allowed.max_rate:
        yield Text(
            fr=f"L'autorisation limite à {allowed.max_rate:g} parcours/s : la limite est là.",
            en=f"The authorisation allows {allowed.max_rate:g} journeys/s: that is the limit seen.",
        )


def _where(found: Sequence[Findings], _: Words) -> Text:
    most = max(each.journeys for each in found)
    if not most:
        return NOTHING
    seen, best = knee(found), _.number(most, 1, "down")
    if seen is None:
        return Text(
            fr=f"Le débit croît encore à {found[-1].users} usagers ({best} parcours/s) : demander "
            "davantage d'usagers (--most).",
            en=f"Throughput still grows at {found[-1].users} users ({best} journeys/s): ask for "
            "more users (--most).",
        )
    here = _.number(seen.journeys, 1, "down")
    return Text(
        fr=f"Le débit ne croît plus au-delà de {seen.users} usagers : {here} parcours/s, pour "
        f"{best} au plus avec davantage d'usagers.",
        en=f"Throughput stops growing at {seen.users} users: {here} journeys/s, and {best} at most "
        "with more users.",
    )
