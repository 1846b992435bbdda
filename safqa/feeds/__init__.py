"""Configured sources to articles: fetch, parse, identity."""
