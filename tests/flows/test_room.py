"""A disk that is nearly full is told of before it is full."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import room
from flows.room import nearly_full, watch_room, written_places
from safqa.settings import Settings


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much room disks have at each look; the last is kept."""
    looks: list[int] = []

    def usage(_: Path) -> SimpleNamespace:
        return SimpleNamespace(free=looks.pop(0) if len(looks) > 1 else looks[0])

    monkeypatch.setattr(room, "shutil", SimpleNamespace(disk_usage=usage))
    monkeypatch.setattr(room, "_LOOK_EVERY", 0.01)
    return looks


def test_it_is_told_once_and_again_when_it_comes_back(free: list[int], tmp_path: Path) -> None:
    told: list[str] = []
    free += [10**9, 150_000_000, 100_000_000, 10**9, 1_000_000]

    async def go() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watch_room([tmp_path], told.append), 0.5)

    asyncio.run(go())
    assert [line.partition(" MB left")[0] for line in told] == [
        f"the disk of {tmp_path} is nearly full (150",
        f"the disk of {tmp_path} is nearly full (1",
    ]


def test_a_disk_with_room_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LEAST", 1)
    assert list(nearly_full([tmp_path])) == []
    monkeypatch.setattr(room, "LEAST", 10**18)
    assert [place for place, _ in nearly_full([tmp_path])] == [tmp_path]


def test_each_disk_is_looked_at_once_and_what_is_not_there_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = tmp_path / "home", Path("/dev/shm")  # noqa: S108 - another disk, on Linux
    home.mkdir()
    monkeypatch.setenv("SAFQA_HOME", str(home))
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "never made"))
    monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{tmp_path / 'safqa.db'}")
    assert written_places(Settings()) == [home]
    if other.is_dir() and other.stat().st_dev != home.stat().st_dev:
        monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{other / 'safqa.db'}")
        assert set(written_places(Settings())) == {home, other}
    monkeypatch.setenv("SAFQA_DATABASE_URL", "postgresql://safqa@db.example/safqa")
    assert written_places(Settings()) == [home]
