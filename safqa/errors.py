"""The exceptions that Safqa raises on purpose: one root, and leaves whose text says what to do.

The command line prints the text of a `SafqaError` as its one line and exits with `exit_code`.
"""


class SafqaError(Exception):
    """Something went wrong that a person can put right; the text says what, where and how."""

    exit_code = 1


class UsageError(SafqaError):
    """The command was called in a way it cannot serve: a missing file, a value out of range."""

    exit_code = 2


class InputError(SafqaError):
    """An input (file, row, feed) cannot be read as what it should be; names file and line."""


class StorageError(SafqaError):
    """The database cannot be reached, is locked for too long, or has a schema this version does not know."""


class BusyError(StorageError):
    """Another writer kept the database for too long; nothing was written, and a later try may go through."""


class EngineError(SafqaError):
    """The Prefect server could not be started or reached."""


class ServingError(SafqaError):
    """The web pages cannot be served where they were to be."""
