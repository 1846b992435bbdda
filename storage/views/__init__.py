"""The documented views, which people and their tools query: `v_deals`, `v_figures` and the rest (docs/sql.md).

`columns` says what each of them holds, `definitions` how it is computed, `making` when they are made.
"""
