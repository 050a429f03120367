"""HUM – human fallback and skills."""

from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.human_fallback.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, share
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup import CHECKED_DEFECTS
from epreuve.probes.pages.markup_record import MarkupObservation


@judgement
def hum_1(human_channel: tuple[Observation[HumanChannelObservation], ...]) -> Measure:
    """Share of essential and error pages that show a phone number and a counter; half for one."""
    points = [(page.record.phone + page.record.counter) / 2 for page in human_channel]
    value = sum(points) / len(points)
    both = sum(point == 1.0 for point in points)
    return Measure(
        value,
        share(value, both, len(points)),
        translate(
            "{both} of {n} pages, error pages included, show both a phone number and a counter.",
            both=both,
            n=len(points),
        ),
        "observation: `human channel`",
    )


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
        "observation: `markup`, accessibility_defects",
        best=100.0 * value,
    )
