"""Chromium, if this machine has one: opens a page at a width, prints it, photographs it.

As a command, makes a picture for the documentation:

    python tests/reports/browser.py runs/RUN/report.fr.html docs/images/report.fr.png 1280 900
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds before a browser is given up

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)


def run(*options: str) -> str:
    """Run a headless Chromium that has no network, and return what it printed."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [
            CHROMIUM,
            "--headless=new",
            "--disable-gpu",
            "--hide-scrollbars",
            "--proxy-server=127.0.0.1:9",  # nothing may be loaded: a request would fail
            f"--user-data-dir={profile}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            *options,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    return done.stdout


def measure(page: str, width: int, expression: str, script: str = "") -> Any:
    """Return the JSON value of a JavaScript `expression` on `page` laid out `width` px wide.

    The page lives in a frame: Chromium's own windows are never as narrow as 320 px.
    """
    framed = page.replace("</body>", f"<script>{script}</script></body>") if script else page
    wrapper = f"""<!doctype html><iframe id="f" style="width:{width}px;height:900px;border:0"
    srcdoc="{html.escape(framed)}"></iframe><pre id="out"></pre><script>
    f.onload = async () => {{ const page = f.contentWindow, text = document.getElementById("out");
    try {{ text.textContent = "=" + JSON.stringify(await ({expression})) }}
    catch (error) {{ text.textContent = "!" + error }} }}</script>"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(wrapper, encoding="utf-8")
        size = f"--window-size={width + 100},1000"
        dom = run(size, "--virtual-time-budget=20000", "--dump-dom", path.as_uri())
    told = re.search(r'<pre id="out">(.)(.*?)</pre>', dom, re.S)
    assert told is not None, "the page did not answer"
    assert told[1] == "=", told[2]
    return json.loads(html.unescape(told[2]))


def printed_pages(page: str) -> int:
    """Return how many sheets the page takes."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        run("--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
        return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


def photograph(page: Path, picture: Path, width: int, height: int) -> None:
    """Save the top of a page as a PNG; raise FileNotFoundError without a page to look at."""
    picture, page = picture.resolve(), page.resolve(strict=True)  # Chromium itself would not tell
    run(f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri())


if __name__ == "__main__":
    photograph(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
