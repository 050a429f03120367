"""Keys that a model allows at a location of its document, from its annotations."""

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel


def keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the keys allowed at a location, sorted. Empty where any key is allowed."""
    return sorted(
        info.alias or name
        for plain in _at(model, location)
        if _is_model(plain)
        for name, info in plain.model_fields.items()
    )


def types_at(model: type[BaseModel], location: tuple[str | int, ...]) -> set[Any] | None:
    """Return the types allowed at a location, those of the items in place of a list.

    None of an unknown key; None itself where any value is allowed.
    """
    types_there: set[Any] = set()
    for plain in _at(model, location):
        is_list = get_origin(plain) in (tuple, list)
        types_there |= set(_alternatives(get_args(plain)[0])) if is_list else {plain}
    return None if types_there & {object, Any} else types_there


def _at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[Any]:
    """Return the plain types at a location; what lies in any value is any value."""
    plain: list[Any] = [model]
    for part in location:
        if Any in plain or object in plain:
            return [Any]
        inner = (one for outer in plain for one in _inside(outer, part))
        plain = [one for annotation in inner for one in _alternatives(annotation)]
    return plain


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    """Yield the annotations one level down, at the key or index `part`."""
    for plain in _alternatives(annotation):
        origin = get_origin(plain)
        if _is_model(plain):
            fields = plain.model_fields.items()
            yield from (info.annotation for name, info in fields if part in (name, info.alias))
        elif isinstance(origin, type) and issubclass(origin, Mapping):
            yield get_args(plain)[1]
        elif origin in (tuple, list):
            yield get_args(plain)[0]


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the plain types of an annotation: members of unions, content of root models."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _alternatives(member)
    elif _is_model(annotation) and issubclass(annotation, RootModel):
        yield from _alternatives(annotation.model_fields["root"].annotation)
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
