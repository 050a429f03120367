"""Values of a user that a receipt holds in itself: a page that shows them may have no storage.

Common encodings only. Nothing recognises a value that is encrypted in the receipt.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import unquote_to_bytes

from epreuve.probes.pages.submission import Submission

_WORD = re.compile(r"[A-Za-z0-9+/_=-]{8,}")
_LAYERS = 3  # encodings one inside the other, at most
_MOST = 1 << 16  # bytes of a decompressed value


def values_in_receipt(submission: Submission) -> frozenset[str]:
    """Return the placeholders of the user's distinct values that the receipt holds or encodes."""
    return _values_in(submission, submission.receipt)


def values_sent_with_receipt(submission: Submission) -> frozenset[str]:
    """Return those that `verify` sends in a captured value beside the receipt, such as a token."""
    sent = submission.kept_in(submission.journey.verify).values()
    return frozenset(name for value in sent for name in _values_in(submission, value))


def _values_in(submission: Submission, holder: str) -> frozenset[str]:
    texts = [text.casefold() for text in _texts(holder.encode(), _LAYERS)]
    values = submission.values().items()
    return frozenset(
        name
        for name, value in values
        if name != "receipt" and isinstance(value, str)
        if any(value.casefold() in text for text in texts)
    )


def _texts(data: bytes, layers: int) -> Iterator[str]:
    """Yield the text of some bytes, in both directions, then the texts encoded in them."""
    text = data.decode(errors="replace")
    yield text
    yield text[::-1]
    if not layers:
        return
    for decoded in _decoded(data, text):
        yield from _texts(decoded, layers - 1)


def _decoded(data: bytes, text: str) -> Iterator[bytes]:
    attempts: list[Callable[[], bytes]] = [partial(_inflated, data)]
    if "%" in text:
        attempts.append(partial(unquote_to_bytes, text))
    for word in {*_WORD.findall(text), *re.split(r"[-_/=?&]", text)}:
        bare = word.rstrip("=")
        padded, full = bare + "=" * (-len(bare) % 4), bare.upper() + "=" * (-len(bare) % 8)
        attempts += [
            partial(bytes.fromhex, word),
            partial(base64.b64decode, padded, altchars=b"-_", validate=True),
            partial(base64.b64decode, padded, validate=True),
            partial(base64.b32decode, full),
        ]
    for attempt in attempts:
        try:
            decoded = attempt()
        except (ValueError, binascii.Error, zlib.error):
            continue
        if len(decoded) >= 4:
            yield decoded


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST)
