"""HUM – human fallback and capacitation."""

from epreuve.audits.measure import Measure, share, text
from epreuve.probes.evidence import Observation


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
    """Pages on which a machine finds a fault can only lower the declared rate."""
    clean = [page for page in markup if not page.value["shortcomings"]]
    value = len(clean) / len(markup)
    return Measure(
        value,
        share(value, len(clean), len(markup)),
        text(
            f"Lecture automatique (partielle) : {len(clean)} pages sur {len(markup)} sans défaut "
            "de langue, titre, image, étiquette.",
            f"Automatic (partial) reading: {len(clean)} of {len(markup)} pages without a fault of "
            "language, title, image, label.",
        ),
        "observation: probe `markup`, shortcomings",
        best=100.0 * value,
    )
