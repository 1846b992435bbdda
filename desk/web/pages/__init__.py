"""The web pages, in Arabic and in English.

    app.include_router(pages.router)

Each page has a module: pure functions make what it shows (frozen values) of rows, and a template writes it down.
`routes` reads from the database; `words`, `shown` and `safe` are what the pages have in common.
"""

from desk.web.pages.routes import router

__all__ = ["router"]
