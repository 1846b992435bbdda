"""The table of frames: what its rows mean, and what is said of a row that is wrong."""

from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.frames import Frame, load_frames

GOOD = """
[[frame]]
name = "acquisition"
example = "استحوذت كوجنيشن على ويندسيرف"
classes = ["ACQUIRE"]
type = "acquisition"
target = ["على", "إلى"]
party = "subject"
role = "acquirer"
"""


def load(folder: Path, text: str) -> tuple[Frame, ...]:
    file = folder / "frames.toml"
    file.write_text(text, encoding="utf-8")
    return load_frames(file)


def test_a_row(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD)
    assert (frame.name, frame.type, frame.role, frame.status) == ("acquisition", "acquisition", "acquirer", None)
    assert frame.target == ("علي", "الي"), "slots are matched in normalised text"
    assert frame.party == ("subject",)
    assert frame.pos == "any"


def test_a_frame_that_only_adds_parties_has_no_type(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD.replace('type = "acquisition"', 'type = "none"'))
    assert frame.type is None


def test_rows_keep_their_order(tmp_path: Path) -> None:
    text = GOOD + GOOD.replace('name = "acquisition"', 'name = "second"')
    assert [f.name for f in load(tmp_path, text)] == ["acquisition", "second"]


WRONG = {
    "an unknown key": ('role = "acquirer"', 'roles = "acquirer"', r"frame acquisition: unknown keys \['roles'\]"),
    "an unknown type": ('type = "acquisition"', 'type = "purchase"', "frame acquisition: 'purchase'"),
    "an unknown role": ('role = "acquirer"', 'role = "buyer"', "frame acquisition: 'buyer'"),
    "an unknown status": ('role = "acquirer"', 'status = "done"', "frame acquisition: 'done'"),
    "no type": ('type = "acquisition"', "", "frame acquisition: 'type'"),
    "no example": ('example = "استحوذت كوجنيشن على ويندسيرف"', "", "frame acquisition: 'example'"),
    "a reach that is no number": ('role = "acquirer"', 'reach = "far"', "frame acquisition: .*'far'"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        load(tmp_path, GOOD.replace(right, wrong))
    assert str(raised.value).startswith("frames.toml: ")
