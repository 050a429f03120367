"""Chromium: layout of a page at a width, printed pages, screenshots.

As a command, it makes a picture for the documentation:

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

TIMEOUT = 120  # seconds

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)


def run(*options: str) -> str:
    """Run a headless Chromium without network, and return its output."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [
            CHROMIUM,
            "--headless=new",
            "--disable-gpu",
            "--hide-scrollbars",
            "--proxy-server=127.0.0.1:9",  # pages must load nothing: every request fails
            f"--user-data-dir={profile}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            *options,
        ]
        process = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
    return process.stdout


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
    output = re.search(r'<pre id="out">(.)(.*?)</pre>', dom, re.S)
    assert output is not None, "no output"
    assert output[1] == "=", output[2]
    return json.loads(html.unescape(output[2]))


def printed_pages(page: str) -> int:
    """Return how many sheets the page takes."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        run("--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
        return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


def screenshot(page: Path, picture: Path, width: int, height: int) -> None:
    """Save the top of a page as a PNG. Raises FileNotFoundError without a page."""
    picture, page = picture.resolve(), page.resolve(strict=True)  # Chromium ignores a missing page
    run(f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri())


if __name__ == "__main__":
    screenshot(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
