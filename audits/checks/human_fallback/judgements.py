"""HUM – human fallback and skills."""

from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.human_fallback.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, is_one_verdict, share
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup import CHECKED_DEFECTS
from epreuve.probes.pages.markup_record import MarkupObservation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent


@judgement
def hum_1(
    human_channel: tuple[Observation[HumanChannelObservation], ...], criterion: Criterion
) -> Measure:
    """Share of essential and error pages that show a phone number and a counter; half for one.

    A page that cannot be searched counts with its visible channels, at least, where it cannot
    change the verdict.
    """
    points = [(page.record.phone + page.record.counter) / 2 for page in human_channel]
    unread = [page for page in human_channel if page.record.unreadable is not None]
    most = [1.0 if page in unread else one for page, one in zip(human_channel, points, strict=True)]
    value, best = sum(points) / len(points), sum(most) / len(most)
    if not is_one_verdict(criterion, value, best):
        raise NoEvidence(join(map(_obstacle, unread)), _remedy(unread))
    both = sum(point == 1.0 for point in points)
    reason = translate(
        "Pages that show both a phone number and a counter, error pages included: {both} of {n}.",
        both=both,
        n=len(points),
    )
    bounds = translate(
        "With these pages, the share is {low} to {high}.", low=Percent(value), high=Percent(best)
    )
    return Measure(
        value,
        _shown(value, both, sum(point == 0.5 for point in points), len(points)),
        join((reason, *map(_obstacle, unread), bounds)) if unread else reason,
        translate("`observation`: kind `human channel`."),
        interval=Interval(value, best) if unread else None,
        conclusive=not unread or value > 0,
    )


def _shown(value: float, both: int, one: int, n: int) -> Text:
    """Return the share with its counts: a page with one of the two channels is worth a half."""
    if not one:
        return share(value, both, n)
    return translate(
        "{share} ({both} of {n} with both, {one} with one of the two)",
        share=Percent(value), both=both, n=n, one=one,
    )  # fmt: skip


def _obstacle(page: Observation[HumanChannelObservation]) -> Text:
    if page.record.unreadable == "script":
        return translate(
            "Page {path} is built by a script: audit with --browser.", path=page.subject
        )
    if page.record.unreadable == "response":
        return translate("Page {path} did not respond.", path=page.subject)
    return translate(
        "The tool finds channels in French and English pages only; page {path} is in another "
        "language: name the channel in `human_channel:`.",
        path=page.subject,
    )


def _remedy(unread: list[Observation[HumanChannelObservation]]) -> Text | None:
    obstacles = {page.record.unreadable for page in unread}
    if "script" in obstacles:
        return translate("Audit with --browser.")
    if "language" in obstacles:
        return translate("Name the channel in `human_channel:`.")
    return None


@judgement
def hum_5(markup: tuple[Observation[MarkupObservation], ...]) -> Measure:
    """Share of automatic accessibility tests passed. It can only lower the declared rate."""
    tests = len(CHECKED_DEFECTS) * len(markup)
    passed = tests - sum(len(page.record.accessibility_defects) for page in markup)
    value = passed / tests
    return Measure(
        value,
        share(value, passed, tests),
        translate(
            "{passed} of {tests} automatic tests passed. They cover a part of the rules only: "
            "language, page title, headings, images, labels.",
            passed=passed,
            tests=tests,
        ),
        translate("`observation`: kind `markup`, `accessibility_defects`."),
        best=100.0 * value,
    )
