"""Description of a crisis in one language, for the terminal and for pages."""

from dataclasses import dataclass

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.limits import limits
from epreuve.audits.crises.load_shape import TROUGH, shape_names
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import NONE, power_patterns
from epreuve.audits.crises.stage import Stage
from epreuve.audits.crises.translation import translate
from epreuve.audits.messages.texts import label_text
from epreuve.reports.assessment import PHASES, Phase, SourceMark
from epreuve.reports.formatting import duration_in_one_unit
from epreuve.reports.labels import marks
from epreuve.reports.language import Language
from epreuve.reports.phases import phase_names
from epreuve.reports.text import SEMICOLON, Text, join
from epreuve.reports.translation import Number, Percent
from epreuve.reports.words import Words


@dataclass(frozen=True)
class CrisisDescription:
    """One crisis in one language."""

    crisis: Crisis
    language: Language

    def of(self, text: Text) -> str:
        """Return a text in the language."""
        return text.of(self.language)

    def phase(self, name: Phase) -> str:
        """Return the name of a phase."""
        return self.of(phase_names()[name])

    def length(self, seconds: float | None) -> str:
        """Return a duration in its largest unit: `5 d`, `36 h`, `20 min`; `–` for None."""
        return "–" if seconds is None else duration_in_one_unit(seconds, self.language)

    def load(self, stage: Stage) -> str:
        """Return the load of a stage, as multiples of the normal peak."""
        load = stage.load
        shape, peak = shape_names()[load.shape], Number(load.peak, 2)
        if load.shape == TROUGH:
            text = translate(
                "×{low} → ×{peak} {shape}", low=Number(load.low, 2), peak=peak, shape=shape
            )
        else:
            text = translate("×{peak} {shape}", peak=peak, shape=shape)
        if stage.returns:
            share = Percent(stage.returns, 0, "nearest")
            text = translate(
                "{load}, and {share} of the users who had no link", load=text, share=share
            )
        return self.of(text)

    def mix(self, stage: Stage) -> str:
        """Return the networks of a stage, the most used first."""
        parts = sorted(stage.networks.items(), key=lambda part: -part[1])
        shares = (
            f"{Percent(share, 0, 'nearest').of(self.language)} {self.of(networks()[name].title)}"
            for name, share in parts
        )
        return ", ".join(shares) or self.of(translate("local network"))

    def faults(self, stage: Stage) -> list[tuple[str, str]]:
        """Return how dependencies fail, with their kinds."""
        return [
            (
                self.of(label_text(entry.fault.label, 2)),
                self.of(join((dependency_sets()[name].title for name in entry.sets), SEMICOLON)),
            )
            for entry in stage.faults
        ]

    def power(self, stage: Stage) -> str:
        """Return the power patterns of a stage, "" without a cut."""
        names = dict.fromkeys(
            cut.pattern or stage.power for cut in stage.cuts if stage.power != NONE
        )
        return ", ".join(f"{name} {self.of(power_patterns()[name].title)}" for name in names)

    def mark(self, mark: SourceMark) -> str:
        """Return the meaning of a mark."""
        return marks(Words(self.language))[mark]

    def limits(self) -> list[str]:
        """Return the known limits of the simulation."""
        return [self.of(text) for text in limits(self.crisis)]

    def real(self) -> str:
        """Return the three real durations."""
        real = self.crisis.real
        if real is None:
            return self.of(translate("none (several real crises combined)"))
        return ", ".join(
            f"{self.phase(name)} {self.length(getattr(real, name))}" for name in PHASES
        )

    def played(self) -> float:
        """Return the seconds of a run at scale 1, to the minute, without the dependency matrix."""
        seconds = self.crisis.before + sum(stage.lasts for stage in self.crisis.stages)
        return round(seconds / 60) * 60.0
