"""One file for each schema, numbered."""
