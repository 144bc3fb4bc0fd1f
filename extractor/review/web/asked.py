"""What the routes of the review page take from a request, checked."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Header, HTTPException, Query, Request
from fastapi import Path as PathParameter

from extractor.review.service import ReviewService
from extractor.review.web.auth import Session

LONGEST = 4000
"""Characters of a value, at most: EDGAR's longest text, the remarks, has 2,000."""
MOST_ANSWERS = 64
"""Answers in one request, at most: more than any unit has."""
LONGEST_COLUMN = 80
"""Characters of a column's name, and of what is searched, at most."""
MOST = 2**31 - 1
"""The largest number that the databases take."""


def the_service(request: Request) -> ReviewService:
    """The service of the page."""
    service: ReviewService = request.app.state.service
    return service


def the_session(request: Request) -> Session:
    """The browser's session."""
    session: Session = request.state.session
    return session


def the_reviewer(request: Request) -> str:
    """The reviewer's name; without one the browser is redirected to the page that asks for it."""
    name = the_session(request).reviewer
    if not name:
        raise HTTPException(HTTPStatus.SEE_OTHER, headers={"Location": "/"})
    return name


def the_column(
    only: Annotated[str, Query(max_length=LONGEST_COLUMN)] = "",
    x_only: Annotated[str, Header(max_length=LONGEST_COLUMN)] = "",
) -> str:
    """The column that alone is asked, by the end of its paths, as the address or the page says."""
    return only or x_only


Service = Annotated[ReviewService, Depends(the_service)]
TheSession = Annotated[Session, Depends(the_session)]
Who = Annotated[str, Depends(the_reviewer)]
Only = Annotated[str, Depends(the_column)]
Number = Annotated[int, PathParameter(ge=0, le=MOST)]
After = Annotated[int, Query(ge=0, le=MOST)]
SearchText = Annotated[str, Query(max_length=LONGEST_COLUMN)]
FormText = Annotated[str, Form(max_length=LONGEST)]
AnswersText = Annotated[str, Form(max_length=4 * LONGEST)]


def listed_numbers(text: str) -> list[int]:
    """Items named as 5,6,7; what is no number is left out."""
    parts = [part for part in text.split(",") if part.isdecimal() and len(part) < len(str(MOST))]
    return [int(part) for part in parts[:MOST_ANSWERS]]
