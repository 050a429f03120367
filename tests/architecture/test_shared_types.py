"""Shared types of `faults`: the only modules of it that `probes` and `reports` import."""

import grimp
import pytest

NAMES = ("addresses", "closing", "frozen_model", "loopback", "message", "tcp_table", "units")
SHARED = {f"epreuve.faults.{name}" for name in NAMES}


@pytest.mark.parametrize("package", ["epreuve.probes", "epreuve.reports"])
def test_only_shared_types_of_faults_are_imported(package: str) -> None:
    graph = grimp.build_graph(package, "epreuve.faults", cache_dir=None)
    imports = graph.find_modules_directly_imported_by
    inside = {name for name in graph.modules if name.startswith(f"{package}.")}
    targets = {target for name in inside for target in imports(name)} - inside - {package}
    assert targets
    assert targets <= SHARED
