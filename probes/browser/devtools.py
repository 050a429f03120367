"""A headless Chromium spoken to over a pipe, by the Chrome DevTools Protocol.

Over a pipe, not a port: nobody else on the machine can drive it, and it ends when we do, however we
end. The protocol: https://chromedevtools.github.io/devtools-protocol/ [S].
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
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
START = 20.0  # seconds for it to start, on a machine that has other things to do
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-extensions", "--no-proxy-server", "--disable-dev-shm-usage", "--mute-audio",
    "--password-store=basic", "--remote-debugging-pipe",
)  # fmt: skip
# Chromium reads from descriptor 3 and writes to 4; ours have other numbers until here.
_LAUNCH = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3])
os.dup2(read, 3), os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
Message = dict[str, Any]


class DevToolsError(Exception):
    """Chromium is not there, ended, or did not answer in time."""


def find_chromium() -> str | None:
    """The path of this machine's Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def rules(resolve: Mapping[str, str]) -> str:
    """Where each authority is dialled; every other name or address does not exist."""
    known = [f"MAP {each} {urlsplit(at).netloc}" for each, at in resolve.items()]
    return ", ".join([*known, "MAP * ~NOTFOUND"])


class DevTools:
    """One browser with one empty page, without past, that reaches the hosts of `resolve` only."""

    def __init__(self, program: str, resolve: Mapping[str, str]) -> None:
        self._events: deque[Message] = deque()
        self._buffer, self._number, self._session = b"", 0, ""
        self._home = tempfile.TemporaryDirectory(prefix="epreuve-", ignore_cleanup_errors=True)
        theirs, self._out = os.pipe()
        self._in, other = os.pipe()
        launch = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(theirs), str(other), program]
        places = (f"--user-data-dir={self._home.name}", f"--host-resolver-rules={rules(resolve)}")
        self._process = subprocess.Popen(
            [*launch, *OPTIONS, *places, "about:blank"], pass_fds=(theirs, other),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        os.close(other)

    def __enter__(self) -> Self:
        try:
            end = time.monotonic() + START
            self.version = str(self.ask("Browser.getVersion", end)["product"]).partition("/")[2]
            target = self.ask("Target.createTarget", end, url="about:blank")["targetId"]
            attached = self.ask("Target.attachToTarget", end, targetId=target, flatten=True)
            self._session = attached["sessionId"]
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it, with all its processes."""
        os.close(self._out)
        os.close(self._in)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._home.cleanup()

    def tell(self, method: str, **parameters: object) -> int:
        """Send a command without waiting; its answer comes among events. Raises DevToolsError."""
        self._number += 1
        asked: Message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        try:
            os.write(self._out, json.dumps(asked).encode() + b"\0")
        except OSError as error:
            raise DevToolsError(f"Chromium ended before {method}") from error
        return self._number

    def ask(self, method: str, end: float, **parameters: object) -> Message:
        """What a command answers before `end` (`time.monotonic`). Raises DevToolsError."""
        number = self.tell(method, **parameters)
        while (found := self._receive(end)) is not None:
            if found.get("id") != number:
                self._events.append(found)
            elif "error" in found:
                raise DevToolsError(f"{method}: {found['error'].get('message')}")
            else:
                result: Message = found["result"]
                return result
        raise DevToolsError(f"Chromium did not answer {method} in time")

    def event(self, end: float) -> Message | None:
        """The next thing that happened, None when nothing did before `end`."""
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
        found: Message = json.loads(text)
        return found
