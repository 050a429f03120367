"""`epreuve crises new`: a commented crisis file, valid from its first line."""

import re
from pathlib import Path

from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.load_shape import SHAPES
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import power_patterns
from epreuve.audits.crises.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.faults.registry import fault_kinds
from epreuve.reports.files import create_file
from epreuve.reports.language import Language


def scaffold(name: str, path: Path, language: Language) -> Path:
    """Write the file, with comments in one language, and return its path. Raises Misuse."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise Misuse(
            translate(
                "{name} is not an id; write lower-case letters, digits and dashes, for example "
                "`crue-2027`",
                name=repr(name),
            )
        )
    values = {
        "{id}": name,
        "{networks}": ", ".join(networks()),
        "{shapes}": ", ".join(sorted(SHAPES)),
        "{patterns}": ", ".join(
            f"{key} ({pattern.title.of(language)})" for key, pattern in power_patterns().items()
        ),
        "{kinds}": ", ".join(fault_kinds()),
        "{sets}": ", ".join(
            f"{key} ({dependencies.title.of(language)})"
            for key, dependencies in dependency_sets().items()
        ),
    }
    template = Path(__file__).with_name(f"scaffold.{language}.yaml")
    text = template.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(key, value)
    create_file(path, text, Misuse)
    return path
