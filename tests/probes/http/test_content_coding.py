"""Compressed bodies as browsers read them: each form, and the bodies that are refused."""

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest

from epreuve.probes.http import content_coding
from epreuve.probes.http.content_coding import decode_body, decodes_zstd
from epreuve.probes.http.response import ExchangeError

TEXT = "Démarches : BIEN REÇU".encode() * 20
Compress = Callable[[bytes], bytes]


def raw_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(content) + compressor.flush()


def zstd(content: bytes) -> bytes:
    module = content_coding._zstd_module()
    assert module is not None, "backports.zstd is not installed: run `make .venv/bin/.ready`"
    return bytes(module.compress(content))


WHOLE: dict[str, tuple[str, Compress]] = {
    "gzip": ("gzip", gzip.compress),
    "old name": ("x-gzip", gzip.compress),
    "members": ("gzip", lambda text: gzip.compress(text[:20]) + gzip.compress(text[20:])),
    "gzip and padding": ("gzip", lambda text: gzip.compress(text) + bytes(8)),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd),
    "frames": ("zstd", lambda text: zstd(text[:20]) + zstd(text[20:])),
    "two codings": ("br, GZIP", lambda text: gzip.compress(brotli.compress(text))),
    "unknown": ("utf-8", bytes),
    "none": ("identity", bytes),
}


@pytest.mark.parametrize("form", WHOLE)
def test_each_form_is_decoded(form: str) -> None:
    coding, compress = WHOLE[form]
    assert decode_body(compress(TEXT), coding) == TEXT
    assert decode_body(b"", coding) == b""


FORMS: list[tuple[str, Compress]] = [
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstd),
]


@pytest.mark.parametrize(("coding", "compress"), FORMS)
def test_a_body_that_ends_too_early_is_a_failure(coding: str, compress: Compress) -> None:
    with pytest.raises(ExchangeError, match="truncated: a compressed body that ends too early"):
        decode_body(compress(TEXT)[:-6], coding)


def test_the_second_member_may_not_end_too_early() -> None:
    with pytest.raises(ExchangeError, match="truncated"):
        decode_body(gzip.compress(TEXT) + gzip.compress(TEXT)[:-9], "gzip")


@pytest.mark.parametrize(("coding", "compress"), FORMS)
def test_a_body_is_decompressed_up_to_a_limit(
    coding: str, compress: Compress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_coding, "LARGEST", 1 << 20)
    assert len(decode_body(compress(bytes(1 << 20)), coding)) == 1 << 20
    with pytest.raises(ExchangeError, match="wrong content: a body of more than 1 MiB"):
        decode_body(compress(bytes((1 << 20) + 1)), coding)


def test_members_share_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_coding, "LARGEST", 1 << 20)
    with pytest.raises(ExchangeError, match="more than 1 MiB"):
        decode_body(gzip.compress(bytes(1 << 19)) * 3, "gzip")


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_body_in_another_coding_is_wrong(coding: str) -> None:
    with pytest.raises(ExchangeError, match=f"wrong content: a body that is not {coding}"):
        decode_body(b"<p>not compressed</p>", coding)


def test_what_is_accepted_can_be_decoded() -> None:
    from epreuve.probes.http.browser import BROWSERS
    from epreuve.probes.http.browser_headers import header_lines
    from epreuve.probes.http.sender import Sender

    for browser, _ in BROWSERS:
        shown = header_lines(
            Sender(browser), "127.0.0.1:1", {}, use="document", method="GET", secure=False
        )
        accepted = next(line for line in shown if line.startswith("Accept-Encoding"))
        codings = accepted.partition(": ")[2].split(", ")
        assert ("zstd" in codings) is (decodes_zstd() and browser.engine != "safari")
        assert set(codings) <= set(content_coding._DECODERS)
