"""Plays the stories of the corpus and scores the ledger that comes out; exit 1 when a measure is below its floor.

Floors are kept apart for the two ways to play (`story_stage`), in story_floors.json. Through extraction they are values
once reached, pinned as in `accuracy`. With `--given` they are what the ledger is held to, whatever stories are added:
written by hand and never pinned.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.floors import (
    FloorsError,
    Key,
    Level,
    complaints,
    from_shape,
    pinned_by,
    to_shape,
    violations,
)
from benchmarks.story_labels import fingerprint, load_stories
from benchmarks.story_score import StoryScore, score
from benchmarks.story_stage import EXTRACTED, GIVEN, play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from benchmarks.story_labels import Story
    from benchmarks.story_stage import Played

HERE = Path(__file__).parent
PLACES = 4  # decimals of a value: less than one pair or flag of all stories


def levels(found: StoryScore, way: str) -> dict[Key, Level]:
    """What floors are compared with; 1 is the best of each."""
    flags, pairs = found.flags, found.pairs
    values = {
        "same_deal": Level(pairs.f1, pairs.hits + pairs.missed),
        "number_of_deals": Level(found.right_number / max(found.stories, 1), found.stories),
        "flags": Level(flags.f1, flags.hits + flags.missed),
        "quiet_noise": Level(max(0.0, 1 - found.flagged_noise / max(found.noise, 1)), found.noise),
    }
    return {Key(way, name): replace(level, value=round(level.value, PLACES)) for name, level in values.items()}


def table(found: StoryScore) -> Iterator[str]:
    """The measures as people read them."""
    for name, one in (("same deal", found.pairs), ("flags", found.flags)):
        counts = f"{one.hits} right, {one.wrong} wrong, {one.missed} missed"
        yield f"{name:10} F1 {one.f1:.3f}  P {one.precision:.3f}  R {one.recall:.3f}  {counts}"
    yield f"{'deals':10} their number right in {found.right_number} of {found.stories} stories"
    yield f"{'noise':10} {found.flagged_noise} flags on {found.noise} figures that are no news"


def main(
    argv: Sequence[str] | None = None,
    *,
    folder: Path = HERE,
    play: Callable[[Sequence[Story], str, Sequence[int]], Iterable[Played]] = play,
    today: date | None = None,
) -> int:
    """Play and score, then compare with the floors or pin them; `folder` holds the corpus and the floors."""
    parser = _parser()
    args = parser.parse_args(argv)
    stories = load_stories(folder / "corpus" / "stories")
    told = [story for story in stories if args.story in {None, story.slug}]
    if fault := _fault(args, told):
        parser.error(fault)
    way = GIVEN if args.given else EXTRACTED
    played = tuple(play(told, way, args.shuffle))
    found = sum((score(one.story, one.ledger) for one in played), StoryScore())
    try:
        wrong = _held(args, folder / "story_floors.json", fingerprint(stories), levels(found, way), today)
    except FloorsError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    wrong += [line for one in played for line in one.disorder]
    _show(args, played, found)
    sys.stderr.writelines(f"{line}\n" for line in [*islice(found.errors, args.errors), *wrong])
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--given", action="store_true", help="hand in the annotated deals with the articles")
    shuffle_help = "play once more in this random order and in batches: the same ledger must come out"
    parser.add_argument("--shuffle", type=int, nargs="+", default=(), metavar="SEED", help=shuffle_help)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors")
    parser.add_argument("--story", metavar="SLUG", help="play this story alone; floors are of all and not compared")
    parser.add_argument("--verbose", action="store_true", help="show the deals and the changes of each story")
    pin = parser.add_mutually_exclusive_group()
    pin.add_argument("--raise-floors", action="store_true", help="pin the present values where they are higher")
    pin.add_argument("--lower-floors", action="store_true", help="pin the present values, lower ones too")
    parser.add_argument("--reason", default="", help="why floors are lowered; kept beside them")
    return parser


def _fault(args: argparse.Namespace, told: Sequence[Story]) -> str | None:
    """What is wrong with the options, if anything."""
    if not told:
        return "there is no such story"
    if args.reason and not args.lower_floors:
        return "--reason goes with --lower-floors"
    if (args.raise_floors or args.lower_floors) and (args.given or args.story):
        return "floors are pinned for all stories through extraction; those of --given are written by hand"
    return None


def _held(
    args: argparse.Namespace, file: Path, corpus: str, measured: Mapping[Key, Level], today: date | None
) -> list[str]:
    """A line for each thing that keeps the gate shut, after pinning where asked for; one story is held to nothing."""
    if args.story:
        return []
    shapes: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if args.given:
        return violations(from_shape(shapes[GIVEN]), measured)
    floors = from_shape(shapes[EXTRACTED])
    pinned = pinned_by(args, floors, corpus, measured, today or datetime.now(UTC).date())
    if pinned != floors:
        shapes[EXTRACTED] = to_shape(pinned)
        file.write_text(json.dumps(shapes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return complaints(pinned, corpus, measured)


def _show(args: argparse.Namespace, played: Sequence[Played], found: StoryScore) -> None:
    if args.verbose:
        for one in played:
            sys.stdout.writelines(f"{line}\n" for line in [f"# {one.story.slug}", *one.ledger.lines, ""])
    sys.stdout.writelines(f"{line}\n" for line in table(found))


if __name__ == "__main__":
    raise SystemExit(main())
