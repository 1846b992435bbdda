"""Prefect flows: what runs, when, and what a run shows in the UI. Thin: no parsing, no SQL, no rules."""
