"""Types of texts in journeys: regular expressions, CSS selectors and JSON paths."""

import re
from typing import Annotated

from pydantic import AfterValidator

from epreuve.faults.message import message


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(
            message("is not a regular expression: {error}", error=str(error))
        ) from None
    return text


def _selector(text: str) -> str:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # slow to import, rarely needed

    try:
        LexborHTMLParser("<p>").css_first(text)
    except SelectolaxError:
        raise ValueError(
            message("is not a CSS selector; write for example `form.demande input`")
        ) from None
    return text


def _json_path(text: str) -> str:
    if not JSON_PATH.fullmatch(text):
        raise ValueError(
            message(
                "is not a supported path: use names and indices only, as in "
                "`$.dossier.pieces[0].nom`"
            )
        )
    return text


JSON_PATH = re.compile(r"\$?(?:\.?[^.\[\]$*\s]+|\[-?\d+\])(?:\.[^.\[\]$*\s]+|\[-?\d+\])*")
JsonPath = Annotated[str, AfterValidator(_json_path)]
Selector = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_regular_expression)]
