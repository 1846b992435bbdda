"""Marks of archives: kept, moved, and known by the file's key alone."""

from datetime import UTC, datetime

from safqa.archives.files import Mark
from storage.archives import marks, note_mark
from storage.engine import Database

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)


def test_a_mark_is_kept_and_moved(database: Database) -> None:
    assert marks(database, ["a", "b"]) == {}
    note_mark(database, "a", "one.jsonl", Mark(100, 2), NOW)
    note_mark(database, "b", "two.jsonl", Mark(3_000_000_000, 5), NOW)
    note_mark(database, "a", "moved/one.jsonl", Mark(250, 4, finished=True), NOW)
    assert marks(database, ["a", "b", "c"]) == {"a": Mark(250, 4, finished=True), "b": Mark(3_000_000_000, 5)}
    assert marks(database, []) == {}
