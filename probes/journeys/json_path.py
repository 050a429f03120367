"""Value at a path of a JSON document."""

import json
import re

_PART = re.compile(r"([^.\[\]$]+)|\[(-?\d+)\]")


def value_at(document: object, path: str) -> object:
    """Return the value at a JSONPath of names and indices, such as `$.dossier.pieces[0].nom`.

    Raises LookupError or TypeError where nothing is there.
    """
    for name, index in _PART.findall(path):
        if index:
            if not isinstance(document, list):
                raise TypeError(path)
            document = document[int(index)]
        elif isinstance(document, dict):
            document = document[name]
        else:
            raise TypeError(path)
    return document


def as_text(value: object) -> str:
    """Return a value of a document as text; a text is unchanged."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
