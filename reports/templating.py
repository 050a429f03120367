"""Jinja templates of every HTML page."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

TEMPLATES = Path(__file__).parent / "templates"


def template(name: str, *folders: Path) -> Template:
    """Return a template of these folders, or else of the reports' own.

    It escapes every value; an unknown name is an error.
    """
    return _environment(folders).get_template(name)


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
