"""The library of crises as pages that load nothing: `crises.fr.html`, `crises.en.html`."""

from collections.abc import Sequence
from pathlib import Path

from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.description import MARKS, Story
from epreuve.audits.crises.stage import Stage
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.templating import template

FILE = "crises.{language}.html"
WIDTH, HEIGHT = 900, 60  # of a drawing, in SVG units


def write_library(folder: Path) -> list[Path]:
    """Write both pages; return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    crises = [read_crisis(name) for name in crisis_ids()]
    found = []
    for language in LANGUAGES:
        path = folder / FILE.format(language=language)
        path.write_text(library_page(crises, language, FILE), encoding="utf-8")
        found.append(path)
    return found


def library_page(crises: Sequence[Crisis], language: Language, file: str | None = None) -> str:
    """One page of crises; `file` is the name of its siblings in other languages, if any."""
    return template("page.html", Path(__file__).parent).render(
        stories=[Story(crisis, language) for crisis in crises],
        language=language,
        languages=[(each, name) for each, name in (("fr", "Français"), ("en", "English"))],
        file=file,
        drawn=drawn,
        marks=MARKS,
        width=WIDTH,
        height=HEIGHT,
        say=lambda fr, en: fr if language == "fr" else en,
    )


class Drawn:
    """One stage in the picture of its crisis: where it is, its load, its cuts."""

    def __init__(self, stage: Stage, x: float, unit: float, top: float) -> None:
        self.stage = stage
        self.x, self.width = x, stage.lasts * unit
        steps = 24
        heights = [
            (self.x + self.width * i / steps, stage.load.at(stage.lasts * i / steps) / top)
            for i in range(steps + 1)
        ]
        points = [f"{px:.1f},{HEIGHT - share * (HEIGHT - 4):.1f}" for px, share in heights]
        self.load = f"{x:.1f},{HEIGHT} {' '.join(points)} {x + self.width:.1f},{HEIGHT}"
        self.cuts = [(x + cut.after * unit, cut.lasts * unit) for cut in stage.cuts]


def drawn(crisis: Crisis) -> list[Drawn]:
    """The stages after the before phase, over the whole width."""
    unit = WIDTH / sum(stage.lasts for stage in crisis.stages)
    top = max(max(stage.load.peak for stage in crisis.stages), 1.0)
    found: list[Drawn] = []
    x = 0.0
    for stage in crisis.stages:
        found.append(Drawn(stage, x, unit, top))
        x += stage.lasts * unit
    return found
