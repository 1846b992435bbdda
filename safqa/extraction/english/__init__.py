"""The English language pack: how English newsrooms tell of deals."""
