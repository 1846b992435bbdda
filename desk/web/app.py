"""The web application: one database, opened at its start; every request reads from it in a thread of the pool.

    uvicorn.run(create_app(Settings()))

Routes are plain functions, which FastAPI runs in its threads; what they read with they take from `desk.web.reading`.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from desk.configuration import open_deals
from desk.web import api, pages, problems
from desk.web.editing.editing import Editing
from desk.web.editing.peer import Peers
from desk.web.headers import HeadsToo, SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from safqa.settings import Settings

# Bytes from which packing saves a round trip: what is smaller goes into one network packet as it is.
_PACK_FROM = 1400


def create_app(settings: Settings) -> FastAPI:
    """The application on the database that the settings name; `app.state` has `settings`, `editing` and `database`.

    Starting it raises StorageError when the database cannot be opened.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_deals(settings) as database:
            app.state.database = database
            yield

    app = FastAPI(
        title="Safqa",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # the ready-made pages load scripts from other people's servers
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.editing = Editing(settings)
    app.add_middleware(HeadsToo)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=_PACK_FROM)
    app.add_middleware(Peers)
    problems.install(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    return app
