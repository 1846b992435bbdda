#!/bin/sh
# Puts the schedule on the Prefect server that PREFECT_API_URL names: a process pool where there is none, and all
# deployments of prefect.yaml. Running it again changes nothing twice.
set -eu
prefect work-pool inspect safqa >/dev/null 2>&1 || prefect --no-prompt work-pool create safqa --type process
prefect --no-prompt deploy --prefect-file "$(dirname "$0")/prefect.yaml" --all
