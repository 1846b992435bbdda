"""Why a change is kept and countable, and not flagged: the words of `suppressed` in docs/contract.md."""

from __future__ import annotations

from enum import StrEnum


class Unflagged(StrEnum):
    """The reason why what a text says, or what the ledger did, is no news."""

    NEAR_COPY = "near_copy"  # the text is another's, which was read
    ECHO = "echo"  # an origin's word told again
    ROUNDING = "rounding"  # the same value in other digits
    CURRENCY = "currency"  # the same value in another currency
    BACKGROUND = "background"  # the text looks back
    SUPERSEDED = "superseded"  # an official figure stands against it
    LAGGING = "lagging"  # others told more before
    VAGUE = "vague"  # no number where one is known
    REPEATED = "repeated"  # a further origin says what is settled
    UNCLEAR = "unclear"  # one text, two values
    DENIED = "denied"  # what a denial repeats
    JUDGED_WRONG = "judged_wrong"  # a person's word
    OURS = "ours"  # what the ledger did itself: merged, split, restated
