"""Alerts: which changes go to which channel, when, and in which words. What is sent is kept by storage.outbox."""
