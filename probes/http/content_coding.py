"""Compressed bodies, as browsers read them."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from epreuve.faults.message import message
from epreuve.probes.http.response import ExchangeError

LARGEST = 64 << 20  # bytes of a body, also once decompressed: a larger one fills the memory [A]
_ZSTD_WINDOW = 23  # bits, the most that browsers accept (RFC 9659)
_GZIP, _ZLIB, _RAW = 31, 15, -15  # `wbits` of zlib


class _BadBodyError(Exception):
    """A body that is not in its coding."""


def decode_body(body: bytes, coding: str) -> bytes:
    """Undo the codings of a `Content-Encoding` header; browsers ignore those that they do not know.

    Raises ExchangeError for a body that is not in its coding, that ends too early or that is
    larger than LARGEST.
    """
    if not coding:
        return body
    names = [name.strip().lower() for name in coding.split(",")]
    for name in reversed(names):
        decode = _DECODERS.get(name)
        if not body or decode is None:
            continue
        try:
            body = decode(body)
        except _BadBodyError:
            raise ExchangeError(
                "wrong content", message("a body that is not {encoding}", encoding=name)
            ) from None
    return body


def decodes_zstd() -> bool:
    """Return whether this Python decodes zstd."""
    return _zstd_module() is not None


def _gunzip(body: bytes) -> bytes:
    """Decompress all members; what follows the last one is ignored."""
    parts: list[bytes] = []
    rest, size = body, 0
    while rest[:2] == b"\x1f\x8b" or not parts:
        part, rest = _inflate(rest, _GZIP, LARGEST - size)
        parts.append(part)
        size += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _undeflate(body: bytes) -> bytes:
    """Decompress with the header of zlib, else without it: some servers leave it out."""
    try:
        return _inflate(body, _ZLIB, LARGEST)[0]
    except _BadBodyError:
        return _inflate(body, _RAW, LARGEST)[0]


def _inflate(body: bytes, wbits: int, most: int) -> tuple[bytes, bytes]:
    """Return the content and the bytes after its end."""
    decoder = zlib.decompressobj(wbits)
    try:
        content = decoder.decompress(body, most + 1)
    except zlib.error:
        raise _BadBodyError from None
    _check(len(content) <= most, decoder.eof)
    return content, decoder.unused_data


def _decode_brotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # Late: most services do not use it.

    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    size, fed = 0, body
    try:
        while size <= LARGEST and not decoder.is_finished():
            part: bytes = decoder.process(fed, output_buffer_limit=LARGEST + 1)
            if not part and not fed:
                break
            parts.append(part)
            size, fed = size + len(part), b""
    except brotli.error:
        raise _BadBodyError from None
    _check(size <= LARGEST, decoder.is_finished())
    return b"".join(parts)


def _decode_zstd(body: bytes) -> bytes:
    """Decompress all frames."""
    zstd = _zstd_module()
    if zstd is None:
        raise _BadBodyError
    options = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    parts: list[bytes] = []
    rest, size = body, 0
    while rest:
        decoder = zstd.ZstdDecompressor(options=options)
        try:
            part = decoder.decompress(rest, LARGEST - size + 1)
        except zstd.ZstdError:
            raise _BadBodyError from None
        parts.append(part)
        size += len(part)
        _check(size <= LARGEST, decoder.eof)
        rest = decoder.unused_data
    return b"".join(parts)


def _check(fits: bool, has_ended: bool) -> None:
    if not fits:
        raise too_large()
    if not has_ended:
        raise ExchangeError("truncated", message("a compressed body that ends too early"))


def too_large() -> ExchangeError:
    """Return the failure of a body that is larger than LARGEST."""
    most = str(LARGEST >> 20)
    return ExchangeError("wrong content", message("a body of more than {most} MiB", most=most))


@lru_cache(maxsize=1)
def _zstd_module() -> Any:
    """Return the module that decodes zstd: that of Python 3.14, else its copy; None without one."""
    for parent, name in (("compression", "compression.zstd"), ("backports", "backports.zstd")):
        if find_spec(parent) is not None and find_spec(name) is not None:
            return import_module(name)
    return None


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _decode_brotli,
    "zstd": _decode_zstd,
}
