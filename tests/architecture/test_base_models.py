"""The base model: one home and one definition."""

import ast

from tests.architecture.test_sizes import PACKAGES, sources, tree


def test_one_class_extends_the_base_model_of_pydantic() -> None:
    classes = [
        f"{path}:{node.name}"
        for package in PACKAGES
        for path, text in sources(package)
        for node in ast.walk(tree(text))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) == "BaseModel" for base in node.bases)
    ]
    assert classes == ["faults/frozen_model.py:FrozenModel"]
