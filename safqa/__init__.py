"""The domain of Safqa: feeds -> articles -> deal mentions -> claims -> deals and changes.

Nothing in here knows Prefect or SQL; see docs/design.md for the words and the direction of imports.
"""
