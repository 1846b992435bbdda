"""Mentions to deals, claims to changes: pure decisions, no input or output.

`compute` takes the tellings of one block (mentions as article versions tell them) and returns its deals with figures
and changes. It is a function of the set: order and batches do not matter, and the same input gives the same ledger.
"""

from safqa.ledger.deals import compute
from safqa.ledger.values import Change, Claim, Deal, Organisation, Slot, SlotFigure, Telling

__all__ = ["Change", "Claim", "Deal", "Organisation", "Slot", "SlotFigure", "Telling", "compute"]
