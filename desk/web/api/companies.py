"""The companies that take part in deals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Query, Request, Response

from desk.web.answers import list_answer, unless_known
from desk.web.api.parameters import CompanyQuery
from desk.web.api.routers import api_router, listed
from desk.web.api.schemas import Company, CompanyPage
from desk.web.reading import OpenDatabase
from storage.roster import company_page

router = api_router("companies")
_COLUMNS = tuple(Company.model_fields)


@router.get("/companies", response_model=CompanyPage, responses=listed("id,name,names,deals"), summary="Companies")
def companies(request: Request, query: Annotated[CompanyQuery, Query()], database: OpenDatabase) -> Response:
    """In the order of their names; `/deals?company=NAME` are the deals of one."""

    def answer() -> Response:
        page = company_page(database, name=query.name, limit=query.limit, cursor=query.cursor)
        items = [{**asdict(company), "names": list(company.names)} for company in page.rows]
        return list_answer(request, query.form, items, _COLUMNS, page.next)

    return unless_known(request, database, answer)
