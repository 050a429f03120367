"""Loader of YAML texts: keys and dates stay as they were typed."""

from typing import Any

import yaml

DEEPEST = 200  # levels: the parser of deeper texts may exhaust the stack
_SHALLOW = 1_000  # characters of a text that cannot be deep enough to matter
_MOST_DIGITS = 400  # of a number that also fits into a float
_TYPED = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "null"))


class TypedLoader(yaml.CSafeLoader):
    """Safe loader that keeps dates, and keys such as `on`, `no` or `012`, as text.

    The model decides which texts are dates. A key is a name, never a number.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Construct a mapping whose scalar keys are texts."""
        self.flatten_mapping(node)
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag in _TYPED:
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep=deep)


def _as_text(loader: yaml.CSafeLoader, node: yaml.Node) -> str:
    return str(node.value)


def _as_number(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> object:
    """Return a whole number; as a text where Python would refuse so many digits."""
    return node.value if len(node.value) > _MOST_DIGITS else loader.construct_yaml_int(node)


TypedLoader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)
TypedLoader.add_constructor("tag:yaml.org,2002:int", _as_number)


def check_depth(text: str) -> None:
    """Raise DepthError for a text whose levels could exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader) if len(text) > _SHALLOW else ():
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            mark = event.start_mark
            raise DepthError(mark.line + 1 if mark else 0)


class DepthError(yaml.YAMLError):
    """A text with too many levels, first at a line (from 1)."""

    def __init__(self, line: int) -> None:
        super().__init__("too many levels")
        self.line = line
