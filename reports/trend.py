"""Chart of a history line: one dot per run, and the range from floor to score."""

from dataclasses import dataclass

from epreuve.reports.history import Line, Past

LEFT, RIGHT = 40.0, 940.0
TOP, HEIGHT = 10.0, 150.0


@dataclass(frozen=True)
class Dot:
    """Dot of one run; `y` is None without a score."""

    x: float
    y: float | None
    floor: float
    past: Past


@dataclass(frozen=True)
class Trend:
    """Dots, oldest first, and the line through the known scores, as SVG path data."""

    dots: tuple[Dot, ...]
    path: str


def draw(line: Line) -> Trend:
    """Place the runs at equal distances, 960 units wide, on a scale of 0..100."""
    gap = (RIGHT - LEFT) / len(line.runs)
    dots = tuple(
        Dot(
            x=round(LEFT + gap * (index + 0.5), 1),
            y=None if past.score is None else height(past.score),
            floor=height(past.floor),
            past=past,
        )
        for index, past in enumerate(line.runs)
    )
    points = [f"{dot.x:g} {dot.y:g}" for dot in dots if dot.y is not None]
    return Trend(dots, "M" + "L".join(points) if points else "")


def height(score: float) -> float:
    """Return the vertical position of a score."""
    return round(TOP + HEIGHT * (1 - score / 100), 1)
