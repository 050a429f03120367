"""Links and pictures of the documentation."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documentation.pages import FENCED, OTHERS, ROOT, SITE, name

LINK = re.compile(r"\]\(([^)\s:#]+)(#[^)]*)?\)|^:::\{image\} (\S+)|href=\"([^\":#]+)", re.MULTILINE)


@pytest.mark.parametrize("path", OTHERS, ids=name)
def test_links_have_a_target(path: Path) -> None:
    for target in targets(path.read_text()):
        assert (path.parent / target).exists(), f"{path}: {target}"


def test_links_of_the_site_have_a_target(site: Path) -> None:
    pages = list(site.rglob("*.md"))
    assert len(pages) > 30
    for path in pages:
        for target in targets(path.read_text()):
            linked = path.parent / re.sub(r"\.html$", ".md", target)
            assert linked.exists(), f"{path}: {target}"


@pytest.mark.process
def test_a_broken_link_of_the_built_site_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="b.html#there">b</a><a href="#here">a</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there"><a href="a.html">a</a>')
    command = [sys.executable, str(SITE / "links.py"), str(tmp_path)]
    assert subprocess.run(command, capture_output=True).returncode == 0
    (tmp_path / "b.html").write_text('<a href="c.html">c</a><img src="https://example.org/i.png">')
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "a.html: b.html#there: no such anchor in that page",
        "b.html: c.html: no such page",
        "b.html: loads https://example.org/i.png from another site",
    ]


def targets(text: str) -> Iterator[str]:
    for link in LINK.finditer(FENCED.sub("", text) if ":::" not in text else text):
        yield link[1] or link[3] or link[4]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").glob("*.png")), ids=name)
def test_pictures_are_light(path: Path) -> None:
    assert path.stat().st_size <= 150_000
