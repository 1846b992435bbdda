#!/bin/sh
# Puts the schedule on the Prefect server that PREFECT_API_URL names: a process pool where there is none, and all
# deployments of prefect.yaml. Running it again changes nothing twice.
set -eu
# A busy server may make the pool and answer 503, whereupon the client asks again: then it is there already.
prefect work-pool inspect safqa >/dev/null 2>&1 || prefect --no-prompt work-pool create safqa --type process --overwrite
prefect --no-prompt deploy --prefect-file "$(dirname "$0")/prefect.yaml" --all
