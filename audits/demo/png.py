"""Generated PNG images, so that the repository contains no binary file."""

from __future__ import annotations

import random
import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _image(width: int, height: int, colour_type: int, rows: list[bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return _SIGNATURE + body


def checks(seed: int, side: int = 256, square: int = 32) -> bytes:
    """Return a grey checkerboard of a few hundred bytes; its shades depend on `seed`."""
    generator = random.Random(seed)
    shades = [generator.randrange(150, 250) for _ in range(side // square + 1)]
    rows = []
    for y in range(side):
        shift = y // square
        rows.append(bytes(shades[(x // square + shift) % len(shades)] for x in range(side)))
    return _image(side, side, _GREY, rows)


def noise(seed: int, side: int) -> bytes:
    """Return a colour image that does not compress: about 3 x `side`² bytes, like a photograph."""
    generator = random.Random(seed)
    return _image(side, side, _COLOUR, [generator.randbytes(3 * side) for _ in range(side)])
