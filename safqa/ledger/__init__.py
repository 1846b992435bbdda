"""Mentions to deals, claims to changes: pure decisions, no input or output."""
