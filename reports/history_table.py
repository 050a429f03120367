"""History for a terminal: one sparkline and one table per line."""

from epreuve.reports.cleaning import cleaned
from epreuve.reports.history import History, Line, Past
from epreuve.reports.language import Language
from epreuve.reports.sparkline import sparkline
from epreuve.reports.words import Words

LATEST = 60  # most runs of a sparkline: a terminal has 80 columns


def render(history: History, language: Language) -> str:
    """Return every line, latest run last."""
    history, _ = cleaned(history), Words(language)
    if not history.lines:
        return _("No run was found.") + "\n"
    return "\n\n".join(_line(line, _) for line in history.lines) + "\n"


def _line(line: Line, _: Words) -> str:
    title = " · ".join(part for part in (line.service, line.supplier) if part)
    head = f"{title} — {_.of(line.crisis)} ({_('grid {grid}', grid=line.grid)})"
    trend = sparkline(past.score for past in line.runs[-LATEST:])
    return "\n".join([head, f"  {trend}", *[_row(past, _) for past in line.runs]])


def _row(past: Past, _: Words) -> str:
    state = _("interrupted") if past.interrupted else " ".join(past.knockouts)
    figures = _("floor {floor}", floor=_.score(past.floor))
    row = f"  {past.started[:16]:16}  {past.letter or '–'} {_.score(past.score):>3}  {figures}"
    return f"{row:42}{state:12} {past.key}".rstrip()
