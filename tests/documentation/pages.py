"""Pages of the documentation, and the commands in them."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "site"
OTHERS = [*ROOT.glob("*.md"), *(p for p in (ROOT / "docs").rglob("*.md") if SITE not in p.parents)]
PATHS = [*SITE.glob("fr/*.md"), *SITE.glob("en/*.md")]
FENCED = re.compile(r"^```(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (.*)$", re.MULTILINE)
COMMAND = re.compile(r"(?:\$ )?(?:\S*/bin/)?((?:epreuve|make) [^>|&]*)")
CHEAP = {"check", "plan", "crises", "grid", "explain", "schema", "doctor"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands(path: Path) -> list[list[str]]:
    """Return the commands of fenced and indented blocks, without redirections."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    matches = map(COMMAND.match, lines)
    return [shlex.split(match[1], comments=True) for match in matches if match]


WRITTEN = [
    pytest.param(words, id=f"{name(path)}: {' '.join(words)}")
    for path in sorted([*OTHERS, *PATHS])
    for words in commands(path)
]
