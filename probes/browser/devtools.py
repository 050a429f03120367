"""Headless Chromium, controlled through a pipe by the Chrome DevTools Protocol.

A pipe, not a port: no other program can control it, and it ends with this process, even a killed
one. Protocol: https://chromedevtools.github.io/devtools-protocol/ [S].
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from epreuve.probes.html.media_query import HEIGHT, WIDTH
from epreuve.probes.http.address import aliases
from epreuve.probes.http.browser import Browser
from epreuve.probes.http.browser_headers import tags_of
from epreuve.probes.http.sender import Sender

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
START = 60.0  # seconds to start, on a busy machine
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-extensions", "--no-proxy-server", "--disable-dev-shm-usage", "--mute-audio",
    "--password-store=basic", "--remote-debugging-pipe", f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
# Chromium reads from descriptor 3 and writes to 4; this program renumbers ours.
_LAUNCH = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(read, 3), os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
Message = dict[str, Any]
_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{version}.0.0.0 Safari/537.36"
)


class DevToolsError(Exception):
    """Chromium is missing, ended, or did not reply in time."""


def find_chromium() -> str | None:
    """Return the path of this machine's Chromium; None without one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def host_rules(resolver: Mapping[str, str]) -> str:
    """Return host rules that map each authority to its address, and every other name to none."""
    rules = [
        f"MAP {alias} {urlsplit(url).netloc}"
        for name, url in resolver.items()
        for alias in aliases(name)
    ]
    return ", ".join([*rules, "MAP * ~NOTFOUND"])


class DevTools:
    """A new browser with one empty page, which reaches the hosts of `resolver` only."""

    def __init__(self, program: str, resolver: Mapping[str, str], sender: Sender) -> None:
        self._sender = sender
        self._events: deque[Message] = deque()
        self._buffer, self._number, self._session = b"", 0, ""
        self._home = tempfile.TemporaryDirectory(prefix="epreuve-", ignore_cleanup_errors=True)
        child_in, self._out = os.pipe()
        self._in, child_out = os.pipe()
        launch = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(child_in), str(child_out), program]
        options = (
            f"--user-data-dir={self._home.name}",
            f"--host-resolver-rules={host_rules(resolver)}",
            f"--accept-lang={','.join(tags_of('chromium', sender.languages))}",
        )
        self._process = subprocess.Popen(
            [*launch, *OPTIONS, *options, "about:blank"], pass_fds=(child_in, child_out),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, "TMPDIR": self._home.name},
        )  # fmt: skip
        os.close(child_in)
        os.close(child_out)

    def open_page(self) -> None:
        """Wait for the browser, attach to an empty page, ask for events. Raises DevToolsError."""
        end = time.monotonic() + START
        self.version = str(self.call("Browser.getVersion", end)["product"]).partition("/")[2]
        target = self.call("Target.createTarget", end, url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", end, targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.call("Network.enable", end)
        self._hide(end)
        self.call("Page.enable", end)
        self.call("Page.setLifecycleEventsEnabled", end, enabled=True)

    def _hide(self, end: float) -> None:
        """Replace the words that tell an automated browser; send the sender's headers.

        The version stays that of this Chromium, as a user on Linux has it.
        """
        major = int(self.version.partition(".")[0])
        own = Browser("chromium", _AGENT.format(version=major), "Linux", "Google Chrome", major)
        brands = [{"brand": name, "version": number} for name, number in own.named_brands()]
        self.call(
            "Network.setUserAgentOverride", end, userAgent=own.user_agent, platform="Linux x86_64",
            userAgentMetadata={
                "brands": brands, "platform": "Linux", "platformVersion": "", "model": "",
                "architecture": "x86", "mobile": False,
            },
        )  # fmt: skip
        if self._sender.headers:
            self.call("Network.setExtraHTTPHeaders", end, headers=dict(self._sender.headers))

    def close(self) -> None:
        """End the browser, with all its processes."""
        os.close(self._out)
        os.close(self._in)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._home.cleanup()

    def send(self, method: str, **parameters: object) -> int:
        """Send a command; its reply comes among the events. Raises DevToolsError."""
        self._number += 1
        command: Message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        try:
            os.write(self._out, json.dumps(command).encode() + b"\0")
        except OSError as error:
            raise DevToolsError(f"Chromium ended before {method}") from error
        return self._number

    def call(self, method: str, end: float, **parameters: object) -> Message:
        """Send a command and return its result before `end` (`time.monotonic`).

        Raises DevToolsError.
        """
        number = self.send(method, **parameters)
        while (message := self._receive(end)) is not None:
            if message.get("id") != number:
                self._events.append(message)
            elif "error" in message:
                raise DevToolsError(f"{method}: {message['error'].get('message')}")
            else:
                result: Message = message["result"]
                return result
        raise DevToolsError(f"Chromium did not reply to {method} in time")

    def event(self, end: float) -> Message | None:
        """Return the next event, None without one before `end`."""
        return self._events.popleft() if self._events else self._receive(end)

    def _receive(self, end: float) -> Message | None:
        while b"\0" not in self._buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._in], [], [], left)[0]:
                return None
            part = os.read(self._in, 1 << 16)
            if not part:
                raise DevToolsError("Chromium ended by itself")
            self._buffer += part
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: Message = json.loads(text)
        return message
