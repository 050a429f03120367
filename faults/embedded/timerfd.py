"""A kernel timer as a file descriptor: precise to the microsecond, never early.

An event loop rounds its timers up to a millisecond; a timerfd does not [S: timerfd_create(2)].
"""

from __future__ import annotations

import ctypes
import os
import sys
import time

_CLOEXEC = 0o2000000
_NONBLOCK = 0o4000
_ABSTIME = 1


class _Timespec(ctypes.Structure):
    _fields_ = (("tv_sec", ctypes.c_long), ("tv_nsec", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("it_interval", _Timespec), ("it_value", _Timespec))


def create() -> int | None:
    """Return a new non-blocking timerfd on the monotonic clock, or None if unavailable."""
    if sys.platform != "linux":
        return None
    if sys.version_info >= (3, 13):
        return os.timerfd_create(time.CLOCK_MONOTONIC, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)
    try:
        fd = ctypes.CDLL(None).timerfd_create(time.CLOCK_MONOTONIC, _NONBLOCK | _CLOEXEC)
    except (AttributeError, OSError):
        return None
    return None if fd < 0 else int(fd)


def arm(fd: int, when: float) -> None:
    """Make `fd` readable at `when`, in seconds of `time.monotonic`."""
    nanoseconds = max(1, int(when * 1e9) + 1)  # Zero would disarm it; +1: never early.
    if sys.version_info >= (3, 13):
        os.timerfd_settime_ns(fd, flags=os.TFD_TIMER_ABSTIME, initial=nanoseconds)
    else:
        seconds, rest = divmod(nanoseconds, 1_000_000_000)
        spec = _Itimerspec(_Timespec(0, 0), _Timespec(seconds, rest))
        _settime(fd, _ABSTIME, ctypes.byref(spec), None)


if sys.platform == "linux" and sys.version_info < (3, 13):
    _settime = ctypes.CDLL(None).timerfd_settime
