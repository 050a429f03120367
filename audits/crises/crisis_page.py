"""Pages about crises, `crises.fr.html` and `crises.en.html`, that load no other file."""

from collections.abc import Sequence
from pathlib import Path

from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.description import CrisisDescription
from epreuve.audits.crises.stage import Stage
from epreuve.audits.crises.translation import translate
from epreuve.reports.labels import mark_legend
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.templating import template
from epreuve.reports.words import Words

FILE = "crises.{language}.html"
WIDTH, HEIGHT = 900, 60  # of a drawing, in SVG units


def write_library(folder: Path) -> list[Path]:
    """Write both pages and return their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    crises = [read_crisis(name) for name in crisis_ids()]
    paths = []
    for language in LANGUAGES:
        path = folder / FILE.format(language=language)
        path.write_text(library_page(crises, language, FILE), encoding="utf-8")
        paths.append(path)
    return paths


def library_page(crises: Sequence[Crisis], language: Language, file: str | None = None) -> str:
    """Return a page about crises; `file` is the name pattern of the pages in other languages."""
    return template("page.html", Path(__file__).parent).render(
        crises=[CrisisDescription(crisis, language) for crisis in crises],
        language=language,
        languages=[("fr", "Français"), ("en", "English")],
        file=file,
        drawing=drawing,
        mark_legend=mark_legend(Words(language)),
        width=WIDTH,
        height=HEIGHT,
        _=lambda sentence, **values: translate.sentence(language, sentence, values),
    )


class StageDrawing:
    """Position, load curve and power cuts of one stage in the picture of its crisis."""

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


def drawing(crisis: Crisis) -> list[StageDrawing]:
    """Return the stages of the crisis and of the return, over the whole width."""
    unit = WIDTH / sum(stage.lasts for stage in crisis.stages)
    top = max(max(stage.load.peak for stage in crisis.stages), 1.0)
    stages: list[StageDrawing] = []
    x = 0.0
    for stage in crisis.stages:
        stages.append(StageDrawing(stage, x, unit, top))
        x += stage.lasts * unit
    return stages
