"""HUM – human fallback and capacitation."""

from epreuve.audits.judging.measure import Measure, share, text
from epreuve.probes.evidence.records import Observation
from epreuve.probes.pages.markup import CHECKED_DEFECTS


def hum_1(human_channel: tuple[Observation, ...]) -> Measure:
    """Share of critical and error pages that show a phone number and a counter; half for one."""
    points = [
        (bool(each.value.get("phone")) + bool(each.value.get("counter"))) / 2
        for each in human_channel
    ]
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


def hum_5(markup: tuple[Observation, ...]) -> Measure:
    """The share of tests made by a machine that pass can only lower the declared rate."""
    made = len(CHECKED_DEFECTS) * len(markup)
    passed = made - sum(len(_faults(page)) for page in markup)
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


def _faults(page: Observation) -> list[object]:
    found = page.value["shortcomings"]
    return list(found) if isinstance(found, (list, tuple)) else []
