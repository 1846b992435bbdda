"""The desk on the web: the pages, the JSON API and the outgoing feed, read-only. Knows no Prefect."""
