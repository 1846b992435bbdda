"""Content codings: the same bytes whatever the parts, and never much more memory than was allowed."""

import gzip
import os
import tracemalloc
from functools import cache

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.unpacking import BrokenCodingError, unpacker

PACKED = {
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "identity": bytes,
}
# Far more than what one part may come to, so that a leak shows.
BOMB = 256 * 1024 * 1024


@cache
def bomb(coding: str) -> bytes:
    # Brotli's best packing takes six seconds for this, its fastest one tenth of that.
    return brotli.compress(bytes(BOMB), quality=1) if coding == "br" else bytes(PACKED[coding](bytes(BOMB)))


def unpacked(coding: str, parts: list[bytes], most: int = 1_000_000) -> tuple[bytes, bool]:
    stream = unpacker(coding)
    assert stream is not None
    found = b"".join(stream.unpack(part, most) for part in parts)
    return found, stream.whole


@given(st.sampled_from(sorted(PACKED)), st.binary(max_size=3000), st.integers(1, 500))
def test_parts_of_any_length_give_the_body(coding: str, body: bytes, length: int) -> None:
    packed = PACKED[coding](body)
    parts = [packed[start : start + length] for start in range(0, len(packed), length)]
    assert unpacked(coding, parts) == (body, True)


@pytest.mark.parametrize("coding", sorted(PACKED))
def test_a_part_that_holds_much_loses_nothing(coding: str) -> None:
    body = os.urandom(300_000)
    assert unpacked(coding, [PACKED[coding](body)]) == (body, True)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("length", [1, 7, 1000])
def test_a_body_of_several_members_is_read_to_its_end(coding: str, length: int) -> None:
    packed = PACKED[coding](b"one ") + PACKED[coding](b"") + PACKED[coding](b"two") + b"\0" * 9
    parts = [packed[start : start + length] for start in range(0, len(packed), length)]
    assert unpacked(coding, parts) == (b"one two", True)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_does_not_fill_the_memory(coding: str) -> None:
    packed, stream = bomb(coding), unpacker(coding)
    assert stream is not None
    tracemalloc.start()
    try:
        found = stream.unpack(packed[:65_536], 1_000_001)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) > 1_000_000
    assert peak < 16_000_000


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_half_a_body_is_not_whole_and_nothing_at_all_is(coding: str) -> None:
    assert not unpacked(coding, [PACKED[coding](bytes(range(256)))[:-5]])[1]
    assert unpacked(coding, []) == (b"", True)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_what_is_not_in_the_coding_is_told(coding: str) -> None:
    with pytest.raises(BrokenCodingError):
        unpacked(coding, [b"<rss>this is no packed data</rss>"])


def test_zstd_that_wants_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=25, enable_ldm=True)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = stream.compress(bytes(range(256)) * 1000) + stream.flush()
    with pytest.raises(BrokenCodingError):
        unpacked("zstd", [packed])


@pytest.mark.parametrize(("coding", "known"), [(" GZIP ", True), ("x-gzip", True), ("", True), ("gzip, br", False)])
def test_names_are_read_leniently_and_stacks_are_not_read(coding: str, known: bool) -> None:
    assert (unpacker(coding) is not None) is known
