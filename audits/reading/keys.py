"""The keys that a model allows at a place of its document, read from its annotations."""

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel


def keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """What may be written at a location; empty where any key is allowed."""
    found: list[Any] = [model]
    for part in location:
        found = [inner for each in found for inner in _inside(each, part)]
    models = (each for annotation in found for each in _alternatives(annotation))
    return sorted(
        info.alias or name
        for each in models
        if _is_model(each)
        for name, info in each.model_fields.items()
    )


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    """What is allowed one level down."""
    for each in _alternatives(annotation):
        origin = get_origin(each)
        if _is_model(each):
            fields = each.model_fields.items()
            yield from (info.annotation for name, info in fields if part in (name, info.alias))
        elif isinstance(origin, type) and issubclass(origin, Mapping):
            yield get_args(each)[1]
        elif origin in (tuple, list):
            yield get_args(each)[0]


def _alternatives(annotation: Any) -> Iterator[Any]:
    """The plain types of an annotation: of a union each, of an annotated or root one its own."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for each in get_args(annotation):
            yield from _alternatives(each)
    elif _is_model(annotation) and issubclass(annotation, RootModel):
        yield from _alternatives(annotation.model_fields["root"].annotation)
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
