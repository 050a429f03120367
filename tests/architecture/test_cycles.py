"""No import cycle: between modules, and between the members of each package.

Imports inside functions and under `TYPE_CHECKING` count. Run it alone:
`python tests/architecture/test_cycles.py`.
"""

import sys
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = ("epreuve.audits", "epreuve.faults", "epreuve.probes", "epreuve.reports")
Graph = Mapping[str, set[str]]


def imports_of(package: str) -> dict[str, set[str]]:
    """Return each module of a package with the modules of the same package that it imports."""
    graph = grimp.build_graph(package, cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


def siblings(imports: Graph, parent: str) -> dict[str, set[str]]:
    """Return the imports between the direct members of `parent`, each with all that it holds."""
    depth = parent.count(".") + 2
    member = {name: ".".join(name.split(".")[:depth]) for name in imports}
    inside = {name for name in imports if name.startswith(f"{parent}.")}
    members: dict[str, set[str]] = {member[name]: set() for name in inside}
    for name in inside:
        targets = {member[target] for target in imports[name] if target in inside}
        members[member[name]] |= targets - {member[name]}
    return members


def cycle(graph: Graph) -> list[str]:
    """Return one cycle of a graph, its first member repeated at the end; empty without any."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def cycles(package: str) -> Iterable[list[str]]:
    """Return a cycle of the package's modules and one of each package inside it, if any."""
    imports = imports_of(package)
    parents = {name.rpartition(".")[0] for name in imports if name != package}
    for graph in (imports, *(siblings(imports, parent) for parent in sorted(parents))):
        if members := cycle(graph):
            yield members


@pytest.mark.parametrize("package", PACKAGES)
def test_no_import_cycle(package: str) -> None:
    assert list(cycles(package)) == []


def test_a_cycle_is_found() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert cycle({"a": {"b"}, "b": set()}) == []


def test_packages_that_import_each_other_form_a_cycle() -> None:
    imports = {"r.a": set(), "r.a.x": {"r.b.y"}, "r.b": set(), "r.b.z": {"r.a.w"}, "r.a.w": set()}
    imports["r.b.y"] = set()
    assert cycle(imports) == []
    assert cycle(siblings(imports, "r"))


if __name__ == "__main__":
    all_cycles = [members for package in PACKAGES for members in cycles(package)]
    for members in all_cycles:
        print(" -> ".join(members))
    sys.exit(1 if all_cycles else 0)
