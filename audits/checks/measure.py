"""Measure: the result of a judgement, and the texts that several judgements share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval, wilson
from epreuve.audits.checks.translation import translate
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.declaration import EvidenceLevel
from epreuve.audits.profile.name import title_of
from epreuve.reports.language import LANGUAGES
from epreuve.reports.letters import PASS
from epreuve.reports.text import COMMA, Text, join
from epreuve.reports.translation import Formattable, Percent, Points, Seconds

SHOWN = 6  # items of a list in a sentence


@dataclass(frozen=True)
class Measure:
    """Value of one criterion, in the unit of its curve, with its texts.

    `best` is the highest score allowed, when the proof is incomplete. `evidence_level` is for mixed
    criteria: the level of the measured evidence. Without it, a measurement can only lower the
    score of a declaration. `interval` is that of the value, where it is no sample of `counted`.
    """

    value: float
    shown: Text
    reason: Text
    evidence: Text
    best: float = 100.0
    halved: bool = False  # an objective of the profile was not met
    counted: tuple[int, int] | None = None  # successes and tries, of a sample
    interval: Interval | None = None
    kind: Literal["measured", "declared"] = "measured"  # origin of the value
    evidence_level: EvidenceLevel | None = None
    conclusive: bool = True  # whether the evidence is strong enough for a knock-out


def shown(value: Formattable) -> Text:
    """Return a formatted value as a text."""
    return Text(**{language: value.of(language) for language in LANGUAGES})


def share(value: float, done: int, tried: int) -> Text:
    """Return a share with its counts, rounded down to a tenth of a percent."""
    return translate("{share} ({done} of {tried})", share=Percent(value), done=done, tried=tried)


def share_of_tries(
    tries: Tries, reason: Text, evidence: Text, *, is_sample: bool = False
) -> Measure:
    """Return the share of successes; of a sample, with the counts that give its interval."""
    counted = (tries.succeeded, tries.tried)
    return Measure(
        tries.share,
        share(tries.share, *counted),
        reason,
        evidence,
        counted=counted if is_sample else None,
    )


def bounded_share(criterion: Criterion, tries: Tries, reason: Text, evidence: Text) -> Measure:
    """Return the share of successes of a sample, of which the next event may have cut off a part.

    Where these are many, they count as failed, and the interval goes to their success. Raises
    NoEvidence where one of the two passes and the other fails.
    """
    worst, best = tries.at_worst, tries.at_best
    if not tries.are_many_cut_off:
        return share_of_tries(worst, reason, evidence, is_sample=True)
    cut_off = best_case(tries.cut_off, best.share)
    if not is_one_verdict(criterion, worst.share, best.share):
        raise NoEvidence(join((reason, cut_off)))
    interval = Interval(
        wilson(worst.succeeded, worst.tried).low, wilson(best.succeeded, best.tried).high
    )
    return replace(share_of_tries(worst, join((reason, cut_off)), evidence), interval=interval)


def best_case(cut_off: int, highest: float) -> Text:
    """Return the sentence that counts the journeys cut off, and the share if all had succeeded."""
    return translate(
        "Journeys that had not ended when the next event began: {n}. Had they all succeeded: "
        "{share}.",
        n=cut_off, share=Percent(highest, rounding="nearest"),
    )  # fmt: skip


def listed(names: Sequence[str | Text]) -> Text:
    """Return the first names of a list, and the number of the others."""
    texts = [name if isinstance(name, Text) else title_of(name) for name in names]
    first = join(texts[:SHOWN], COMMA)
    others = len(texts) - SHOWN
    if others <= 0:
        return first
    return translate.plural("{names} and {n} more", "{names} and {n} more", others, names=first)


def some(sentences: Iterable[Text]) -> Iterator[Text]:
    """Yield the first different sentences, and one that counts the others."""
    different = list(dict.fromkeys(sentences))
    yield from different[:SHOWN]
    if (others := len(different) - SHOWN) > 0:
        yield translate.plural("And {n} more.", "And {n} more.", others)


def confidence(low: Formattable, high: Formattable) -> Text:
    """Return the sentence that gives a confidence interval."""
    return translate("90% confidence interval: {low} to {high}.", low=low, high=high)


def seconds(value: float) -> Text:
    """Return a duration in seconds, rounded up to a hundredth."""
    return shown(Seconds(value))


def unused_names(names: Sequence[str]) -> Iterator[Text]:
    """Yield the sentence that names third parties without a connection in calm, if any."""
    if names:
        yield translate("No connection in calm, so unused as far as known: {names}.", names=names)


def cut_off_journeys(cells: Iterable[Cell]) -> Iterator[Text]:
    """Yield the sentence that counts the journeys whose cell ended before them, if any."""
    tried, cut_off = 0, 0
    for cell in cells:
        tried, cut_off = tried + cell.tried + cell.cut_off, cut_off + cell.cut_off
    if cut_off:
        yield translate(
            "Journeys that had not ended when the dependency responded again: {n} of {tried}.",
            n=cut_off,
            tried=tried,
        )


def is_one_verdict(criterion: Criterion, worst: float, best: float) -> bool:
    """Return whether a criterion passes, or fails, with both values."""
    return (criterion.curve.score(worst) >= PASS) == (criterion.curve.score(best) >= PASS)


def item_points(criterion: Criterion, names: Iterable[str]) -> float:
    """Return the points of items of the criterion. Raises ValueError for one without items."""
    if criterion.items is None:
        raise ValueError(f"{criterion.id} has no items in the grid: give it some")
    return criterion.items.points(names)


def points(criterion: Criterion, present: Mapping[str, bool], evidence: Text) -> Measure:
    """Return the points of the items that are present, with the names of the missing ones."""
    value = item_points(criterion, [name for name, is_present in present.items() if is_present])
    items = criterion.items.of if criterion.items is not None else {}
    missing = [items[name].text for name, is_present in present.items() if not is_present]
    reason = (
        translate("Missing: {items}.", items=missing)
        if missing
        else translate("Nothing is missing.")
    )
    return Measure(value, shown(Points(value)), reason, evidence)
