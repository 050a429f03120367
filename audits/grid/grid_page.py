"""The grid as a page that loads nothing, and as JSON. Pure."""

import json
from pathlib import Path

from epreuve.audits.grid.grid import Grid
from epreuve.audits.grid.grid_text import EFFORTS, KINDS, MARKS, PHASES, number, say
from epreuve.audits.grid.wording import curve_text
from epreuve.reports.language import Language
from epreuve.reports.templating import template

OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}


def page(grid: Grid, language: Language) -> str:
    """The whole grid, criterion by criterion."""
    return template("grid.html", Path(__file__).parent).render(
        grid=grid,
        language=language,
        total=sum(family.weight for family in grid.families),
        of=lambda words: getattr(words, language),
        say=lambda fr, en: say((fr, en), language),
        told=lambda table, key: say(table[key], language),
        number=lambda value: number(value, language),
        curve=lambda one: getattr(curve_text(one.curve), language),
        kinds=KINDS,
        marks=MARKS,
        phases=PHASES,
        efforts=EFFORTS,
    )


def document(grid: Grid) -> str:
    """The grid's content with its version, its hash and each criterion's share of the whole."""
    content = grid.model_dump(mode="json", include={"families", "sources"}, exclude_none=True)
    heading = {
        "version": grid.version,
        "sha256": grid.sha256,
        "official": grid.is_official,
        "shares": {name: round(share, 6) for name, share in grid.shares.items()},
    }
    return json.dumps({**heading, **content}, ensure_ascii=False, indent=1) + "\n"
