"""Access log of gunicorn with the time in seconds since 1970, to the millisecond."""

import time
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger


class Logger(GunicornLogger):  # type: ignore[misc]
    """Logger with one more field, `epoch`."""

    def atoms(self, *arguments: Any) -> dict[str, Any]:
        """Return the fields of one response."""
        return {**super().atoms(*arguments), "epoch": f"{time.time():.3f}"}
