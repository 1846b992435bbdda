"""The desk on the web: pages, JSON API and outgoing feed, read-only but for what editors judge. Knows no Prefect."""
