"""The read-only JSON API."""

from __future__ import annotations

from fastapi import APIRouter

from desk.web.api import health

router = APIRouter()
router.include_router(health.router)

__all__ = ["router"]
