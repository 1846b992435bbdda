"""The ledger for assistants by the Model Context Protocol: tools that only read, each answer with its evidence.

Questions go through the same reading functions as those of the JSON API, answers have its shapes.
"""
