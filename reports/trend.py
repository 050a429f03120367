"""Draws a line of history: where each run's dot goes, and what lies between floor and score."""

from dataclasses import dataclass

from epreuve.reports.history import Line, Past

LEFT, RIGHT = 40.0, 940.0
TOP, HEIGHT = 10.0, 150.0


@dataclass(frozen=True)
class Dot:
    """One run; `y` is None when it has no score."""

    x: float
    y: float | None
    floor: float
    past: Past


@dataclass(frozen=True)
class Trend:
    """The dots, oldest first, and the line through those that have a score, as SVG path data."""

    dots: tuple[Dot, ...]
    path: str


def draw(line: Line) -> Trend:
    """Lay the runs out at equal distances, on a canvas 960 units wide and a scale of 0..100."""
    gap = (RIGHT - LEFT) / len(line.runs)
    dots = tuple(
        Dot(
            x=round(LEFT + gap * (rank + 0.5), 1),
            y=None if past.score is None else height(past.score),
            floor=height(past.floor),
            past=past,
        )
        for rank, past in enumerate(line.runs)
    )
    known = [f"{dot.x:g} {dot.y:g}" for dot in dots if dot.y is not None]
    return Trend(dots, "M" + "L".join(known) if known else "")


def height(score: float) -> float:
    """Return where a score stands on the canvas."""
    return round(TOP + HEIGHT * (1 - score / 100), 1)
