"""The grid as a self-contained HTML page, and as JSON."""

import json
from pathlib import Path

from epreuve.audits.grid import labels
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import Grid
from epreuve.audits.grid.translation import translate
from epreuve.reports.labels import mark_legend
from epreuve.reports.language import Language
from epreuve.reports.templating import template
from epreuve.reports.words import Words

TEMPLATES = Path(__file__).with_name("templates")


def page(grid: Grid, language: Language) -> str:
    """Return an HTML page with every criterion."""
    _ = Words(language, translate)
    return template("grid.html", TEMPLATES).render(
        _=_,
        grid=grid,
        total=sum(family.weight for family in grid.families),
        curve_text=curve_text,
        kinds=labels.kinds(_),
        mark_legend=mark_legend(Words(language)),
        phases=labels.phases(_),
        efforts=labels.efforts(_),
        angles=labels.angles,
        qualities=labels.qualities,
    )


def document(grid: Grid) -> str:
    """Return the grid as JSON, with its version, its hash and the share of each criterion."""
    content = grid.model_dump(mode="json", include={"families", "sources"}, exclude_none=True)
    heading = {
        "version": grid.version,
        "sha256": grid.sha256,
        "official": grid.is_official,
        "shares": {name: round(share, 6) for name, share in grid.shares.items()},
    }
    return json.dumps({**heading, **content}, ensure_ascii=False, indent=1) + "\n"
