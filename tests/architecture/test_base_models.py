"""Base models: one home and one definition in each package."""

import ast

import pytest

from tests.architecture.test_sizes import PACKAGES, sources, tree

BASES = {
    "audits": [],
    "faults": ["faults/fault.py:Fault"],
    "probes": ["probes/frozen_model.py:FrozenModel"],
    "reports": ["reports/frozen_model.py:FrozenModel"],
}
"""Only classes that extend the BaseModel of pydantic themselves."""


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_has_one_base_of_its_models_at_most(package: str) -> None:
    classes = [
        f"{path}:{node.name}"
        for path, text in sources(package)
        for node in ast.walk(tree(text))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) == "BaseModel" for base in node.bases)
    ]
    assert classes == BASES[package]
