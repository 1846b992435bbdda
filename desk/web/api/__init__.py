"""The read-only JSON API under /api/v1, and /healthz."""

from __future__ import annotations

from fastapi import APIRouter

from desk.web.api import atom, changes, companies, deals, feeds, health

router = APIRouter()
for _part in (deals, changes, companies, feeds, atom, health):
    router.include_router(_part.router)

__all__ = ["router"]
