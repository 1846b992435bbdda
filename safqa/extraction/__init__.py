"""An article's text to the deals it tells of, each fact with its evidence."""
