"""The settings of Prefect that Safqa brings, with their reasons; what a person has set in the environment stays.

Prefect reads its settings when it is imported: this module imports nothing of it.
"""

from __future__ import annotations

from typing import Final

# Settings of Safqa's own server.
SERVER_SETTINGS: Final = {
    # Task-run records are written in batches: the server's work for 1,000 task runs falls from 34-43 s to 8-9 s.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    # In memory, a slot held by a killed run stays taken for good after a restart.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Runs are forgotten after 30 days, with their tasks, log lines and artifacts: 288 runs a day leave some 16 MB. The
    # server does it every hour (its own default: never); events go after 7 days by its default.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    # Nobody is told that Safqa runs.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "DO_NOT_TRACK": "1",
}

# Settings of the process that runs the flow.
CLIENT_SETTINGS: Final = {
    # A server on SQLite answers 503 while it writes events; with 5 retries runs failed, with 10 none did.
    "PREFECT_CLIENT_MAX_RETRIES": "10",
    # The terminal gets Safqa's own one-line answers; all log lines of a run, tracebacks too, stand in the UI.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "safqa,storage",
    # "Finished in state Completed()", once a task and without its name, would bury what a run has to say.
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
    "DO_NOT_TRACK": "1",
}
