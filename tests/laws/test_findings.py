"""Pages on which a reader once failed, and the sample pages damaged: whatever comes in, reading ends well and soon."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holding import DOOR, HTML, TEXT, check_bytes
from timing import takes_less

FINDINGS = sorted((Path(__file__).parents[1] / "findings").glob("*"))
SAMPLES = sorted((Path(__file__).parents[2] / "examples" / "newsroom" / "pages").iterdir())
SECONDS = 2.0


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
@pytest.mark.parametrize("door", [HTML, TEXT, DOOR])
def test_what_was_found_once_reads_now(path, door):
    takes_less(SECONDS, lambda: check_bytes(path.read_bytes(), door=door))


@given(st.sampled_from(SAMPLES), st.data())
def test_a_sample_page_with_a_piece_cut_out_or_doubled(path, data):
    raw = path.read_bytes()[:6_000]
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
    check_bytes(
        raw[:start] + raw[end:] + raw[start:end] * data.draw(st.integers(0, 2)),
        door=HTML if path.suffix == ".html" else TEXT,
    )
