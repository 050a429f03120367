"""HUM – human fallback and capacitation."""

from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, share, text
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup import CHECKED_DEFECTS
from epreuve.probes.pages.markup_record import MarkupObservation


@judgement
def hum_1(human_channel: tuple[Observation[HumanChannelObservation], ...]) -> Measure:
    """Share of critical and error pages that show a phone number and a counter; half for one."""
    points = [(page.record.phone + page.record.counter) / 2 for page in human_channel]
    value = sum(points) / len(points)
    whole = sum(each == 1.0 for each in points)
    return Measure(
        value,
        share(value, whole, len(points)),
        text(
            f"Téléphone et guichet affichés ensemble sur {whole} pages sur {len(points)}, pages "
            "d'erreur comprises.",
            f"Phone and counter shown together on {whole} of {len(points)} pages, error pages too.",
        ),
        "observation: probe `human channel`",
    )


@judgement
def hum_5(markup: tuple[Observation[MarkupObservation], ...]) -> Measure:
    """The share of tests made by a machine that pass can only lower the declared rate."""
    made = len(CHECKED_DEFECTS) * len(markup)
    passed = made - sum(len(page.record.accessibility_defects) for page in markup)
    value = passed / made
    return Measure(
        value,
        share(value, passed, made),
        text(
            f"Lecture automatique, partielle : {passed} tests réussis sur {made} (langue, titre de "
            "page, titres, images, étiquettes).",
            f"Automatic, partial reading: {passed} of {made} tests passed (language, page title, "
            "headings, images, labels).",
        ),
        "observation: probe `markup`, shortcomings",
        best=100.0 * value,
    )
