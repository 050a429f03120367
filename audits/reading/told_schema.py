"""The JSON Schema of a format, each field with the sentence that stands under it in the code."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue


def told_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model and of all that it holds.

    Sentences are read from the source here and not by pydantic's `use_attribute_docstrings`, which
    would read it at every start.
    """
    return model.model_json_schema(by_alias=True, schema_generator=_Told)


class _Told(GenerateJsonSchema):
    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """Pydantic's own, with the sentences."""
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        told = _sentences(model)
        for name, field in model.model_fields.items():
            place = made.get("properties", {}).get(field.alias or name)
            if place is not None and name in told:
                place["description"] = told[name]
        return made


def _sentences(model: type[BaseModel]) -> dict[str, str]:
    """Field -> the text under it, in the class or in one that it extends."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            found |= _written(each)
    return found


def _written(model: type[BaseModel]) -> dict[str, str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    [body] = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
