"""The Arabic language pack: how Arabic newsrooms tell of deals."""
