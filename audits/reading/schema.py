"""JSON Schema of a model. The docstring of each field becomes its description."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model, with its nested models under "$defs".

    The docstrings of fields are read from the source only here. Pydantic's
    `use_attribute_docstrings` would read them at every start.
    """
    return model.model_json_schema(by_alias=True, schema_generator=_Generator)


class _Generator(GenerateJsonSchema):
    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """Return pydantic's schema of one model, with descriptions of its fields."""
        document = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        docstrings = _field_docstrings(model)
        for name, field in model.model_fields.items():
            property_ = document.get("properties", {}).get(field.alias or name)
            if property_ is not None and name in docstrings:
                property_["description"] = docstrings[name]
        return document

    def dataclass_schema(self, schema: Any) -> JsonSchemaValue:
        """Return pydantic's schema of one dataclass, with descriptions of its fields."""
        document = super().dataclass_schema(schema)
        for name, docstring in own_docstrings(schema["cls"]).items():
            document["properties"][name]["description"] = docstring
        return document


def _field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each field, inherited fields included."""
    docstrings: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            docstrings |= own_docstrings(base)
    return docstrings


def own_docstrings(model: type) -> dict[str, str]:
    """Return the docstring of each field that a class itself declares."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    [body] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
