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
