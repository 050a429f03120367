"""Problems of single values: a sentence for each type of error of pydantic."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from epreuve.audits.messages.texts import error_text
from epreuve.audits.reading.translation import translate
from epreuve.reports.formatting import joined
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Number

Sentence = Callable[[Mapping[str, Any]], Text]  # of the context of an error


def value_problem(error: ErrorDetails) -> Text:
    """Return the problem of a value. An error type without a sentence stays in English."""
    sentence = _SENTENCES.get(error["type"])
    if sentence is None:
        return untranslated(error["msg"][:1].lower() + error["msg"][1:])
    return sentence({**error.get("ctx", {}), "input": error["input"]})


def _bool(_: Mapping[str, Any]) -> Text:
    return translate("is neither true nor false; write true or false")


def _date(_: Mapping[str, Any]) -> Text:
    return translate("is not a date; write for example 2027-03-31")


def _list(_: Mapping[str, Any]) -> Text:
    return translate("is not a list; write it between [ and ]")


def _mapping(_: Mapping[str, Any]) -> Text:
    return translate("must hold `key: value` lines")


def _number(_: Mapping[str, Any]) -> Text:
    return translate("is not a number; write for example 1.5")


def _whole_number(_: Mapping[str, Any]) -> Text:
    return translate("is not a whole number; write for example 3")


def _limit(value: float) -> Number:
    return Number(value, 6)


def _one_of(context: Mapping[str, Any]) -> Text:
    values = re.split(", | or ", str(context["expected"]))  # pydantic joins them in English
    choice = Text(fr=joined(values, "fr", "or"), en=joined(values, "en", "or"))
    return translate("must be {values}", values=choice)


def _pattern(context: Mapping[str, Any]) -> Text:
    """Return the rule for a text; a test names each pattern of a file without a case."""
    match pattern := str(context["pattern"]):
        case "^[/{]":
            if re.match(r"(?:[a-z]+:)?//", str(context["input"]), re.IGNORECASE):
                return translate(
                    "is a whole address; write its path only, as `/page`: requests go to "
                    "`service.address`"
                )
            return translate("must begin with {first} or {second}", first="/", second="{")
        case "^[a-z][a-z0-9-]*$":
            return translate(
                "must begin with a lower-case letter, then have lower-case letters, digits and "
                "dashes only"
            )
        case r"^\d{4}(-\d\d){0,2}$":
            return translate("is not a date; write for example 2027, 2027-03 or 2027-03-31")
        case r"\.py:\w+$":
            return translate(
                "must name a class of a Python file; write for example users.py:Citizen"
            )
        case r"^[A-Za-z][\w-]*$":
            return translate(
                "is not the name of a header; write for example {name}", name="X-Forwarded-For"
            )
        case r"^(?:[\w-]+\.)*[\w-]*$":
            return translate("is not a domain; write for example test.town.example")
    return translate("must match the pattern {pattern}", pattern=pattern)


_SENTENCES: Mapping[str, Sentence] = {
    "bool_parsing": _bool,
    "bool_type": _bool,
    "date_from_datetime_inexact": _date,
    "date_from_datetime_parsing": _date,
    "date_parsing": _date,
    "date_type": _date,
    "dict_type": _mapping,
    "float_parsing": _number,
    "float_type": _number,
    "greater_than": lambda c: translate("must be more than {limit}", limit=_limit(c["gt"])),
    "greater_than_equal": lambda c: translate("must be at least {limit}", limit=_limit(c["ge"])),
    "int_from_float": _whole_number,
    "int_parsing": _whole_number,
    "int_type": _whole_number,
    "less_than": lambda c: translate("must be less than {limit}", limit=_limit(c["lt"])),
    "less_than_equal": lambda c: translate("must be at most {limit}", limit=_limit(c["le"])),
    "list_type": _list,
    "literal_error": _one_of,
    "missing": lambda _: translate("is missing; add it"),
    "model_type": _mapping,
    "string_pattern_mismatch": _pattern,
    "string_too_long": lambda c: translate(
        "must have at most {limit} characters", limit=_limit(c["max_length"])
    ),
    "string_too_short": lambda _: translate("is empty; write a text"),
    "string_type": lambda _: translate("is not a text; write it between quotes"),
    "too_short": lambda _: translate("is empty; it needs at least one entry"),
    "tuple_type": _list,
    "value_error": lambda c: error_text(c["error"]),  # of a validator of this project
}
