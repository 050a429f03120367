"""A gate's verdict in words, for a terminal or a pipeline's log."""

from epreuve.audits.errors import EXIT_CODES
from epreuve.audits.gates.gate import Line, Passage
from epreuve.reports.language import Language
from epreuve.reports.text import Text


def told(passage: Passage, language: Language) -> str:
    """One line a line, then what was lost, what can be raised, and the verdict."""
    rows = [_row(each, language) for each in passage.lines]
    rows += [f"  ↓ {_of(each, language)}" for each in passage.lost]
    rows += [f"  ↑ {_of(each, language)}" for each in passage.raised]
    meaning = next(each for each in EXIT_CODES if each.code == passage.code)
    verdict = _of(Text(fr=meaning.fr, en=meaning.en), language)
    return "\n".join([*rows, f"{passage.code}: {verdict}"])


def _row(line: Line, language: Language) -> str:
    if line.state == "met":
        mark = "✓"
    elif line.level == "warn":
        mark = "!"
    else:
        mark = "?" if line.state == "no data" else "✗"
    return f"  {mark} {_of(line.sentence, language)}"


def _of(text: Text, language: Language) -> str:
    return text.fr if language == "fr" else text.en
