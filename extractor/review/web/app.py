"""The routes of the review page. A request names items by number; no text of it is used as a path."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from math import ceil
from pathlib import Path
from typing import Annotated, Any, get_args

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from extractor.errors import Leased, ReviewError
from extractor.export.xml_values import one_line
from extractor.model.filing_view import plain_name
from extractor.model.geometry import around
from extractor.review.decisions import Action, AskedUnit, Item, ItemAnswer
from extractor.review.item_view import ROWS
from extractor.review.pictures import PageSpot, Pictures, spot_of
from extractor.review.service import ReviewService
from extractor.review.web import views
from extractor.review.web.asked import (
    LONGEST,
    MOST,
    MOST_ANSWERS,
    After,
    AnswersText,
    FormText,
    Number,
    Only,
    SearchText,
    Service,
    TheSession,
    Who,
)
from extractor.review.web.auth import HEADERS, LASTS, Guard, Session, TooManyTriesError
from extractor.review.web.bounded import Bounded
from extractor.review.web.picture_routes import PICTURE_ROUTES

HERE = Path(__file__).parent
ACTIONS = frozenset(get_args(Action)) - {"undo", "settled"}
FORM = "application/x-www-form-urlencoded"
OPEN = ("/enter", "/static/")
"""Paths that need no session."""
LONGEST_NAME = 80
"""Characters of a reviewer's name, at most."""
Handler = Callable[[Request], Awaitable[Response]]


def create_app(service: ReviewService, guard: Guard, pictures: Pictures) -> FastAPI:
    """The review page."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service, app.state.guard, app.state.pictures = service, guard, pictures
    templates = Jinja2Templates(HERE / "templates")
    templates.env.filters |= {"plain": plain_name, "marked": views.marked, "short": views.short_name}
    templates.env.filters |= {
        "place": views.place_name,
        "cell_address": views.cell_address,
        "spoken": views.spoken,
    }
    templates.env.filters["picture_address"] = views.picture_address
    app.state.templates = templates
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.middleware("http")(_guarded)
    app.add_middleware(Bounded, headers=HEADERS)
    app.exception_handler(ReviewError)(_refused)
    for path, method, answer in _ROUTES:
        app.add_api_route(path, answer, methods=[method], response_model=None)
    return app


async def _guarded(request: Request, handler: Handler) -> Response:
    """Refuses other hosts, browsers without a session, and forged posts; sets the headers."""
    guard: Guard = request.app.state.guard
    if not guard.is_host(request.headers.get("host", "")):
        return Response("This page is not served under that name.\n", HTTPStatus.BAD_REQUEST)
    session = guard.session(request.cookies.get(guard.cookie))
    free = request.url.path.startswith(OPEN)
    if session is None and not free:
        return _forbidden("Open the link that form4 review printed; Enter in its window prints another.\n")
    if request.method == "POST" and not request.headers.get("content-type", FORM).startswith(FORM):
        words = "The page sends its forms in another way.\n"
        return Response(words, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, headers=dict(HEADERS))
    if session and request.method == "POST" and not free:
        await request.body()  # kept, so that the route can read the form too
        form = await request.form()
        token = request.headers.get("x-csrf") or str(form.get("csrf", ""))
        if not hmac.compare_digest(token.encode(), session.csrf.encode()):
            return _forbidden("This form is not from this page; load it again.\n")
    request.state.session = session
    response = await handler(request)
    response.headers.update(HEADERS)
    if request.url.path.startswith("/static/"):
        response.headers["Cache-Control"] = "max-age=3600"
    return response


def _forbidden(words: str) -> Response:
    return Response(words, HTTPStatus.FORBIDDEN, headers=dict(HEADERS))


async def _refused(request: Request, error: Exception) -> Response:
    """The error as a line for the page; status 409 where the filing is leased to another reviewer."""
    leased = isinstance(error, Leased)
    return HTMLResponse(str(error), HTTPStatus.CONFLICT if leased else HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(request: Request, name: str, **values: object) -> Response:
    session = request.state.session
    known = {"csrf": session.csrf if session else "", "reviewer": session.reviewer if session else ""}
    templates: Jinja2Templates = request.app.state.templates
    return templates.TemplateResponse(request, name, {**known, **values})


# Signing in.


def enter(request: Request, token: str = "") -> Response:
    """Exchanges a link, which is good once, for a session."""
    guard: Guard = request.app.state.guard
    if guard.asks_password:
        return _page(request, "enter.html", token=token, wrong=False)
    return _entered(request, token, "")


def enter_with_password(request: Request, token: FormText = "", password: FormText = "") -> Response:
    """The same with a password."""
    return _entered(request, token, password)


def _entered(request: Request, token: str, password: str) -> Response:
    guard: Guard = request.app.state.guard
    try:
        key = guard.enter(token, password, request.client.host if request.client else "")
    except TooManyTriesError as error:
        wait = str(ceil(error.seconds))
        words = f"Too many wrong passwords came from here. Wait {wait} seconds, then try again.\n"
        return Response(words, HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": wait})
    if key is None:
        if request.state.session is not None:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        answer = _page(request, "enter.html", token=token, wrong=True)
        answer.status_code = HTTPStatus.FORBIDDEN
        return answer
    to_start = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    to_start.set_cookie(guard.cookie, key, max_age=LASTS, httponly=True, samesite="strict", path="/")
    return to_start


def invite(request: Request, service: Service, session: TheSession) -> Response:
    """A link for another reviewer."""
    guard: Guard = request.app.state.guard
    link = f"{request.url.scheme}://{request.headers['host']}/enter?token={guard.invitation()}"
    return _start(request, service, session, link)


def name(request: Request, session: TheSession, reviewer: FormText = "") -> Response:
    """Sets the reviewer's name."""
    guard: Guard = request.app.state.guard
    guard.rename(session, one_line(reviewer)[:LONGEST_NAME])
    return RedirectResponse("/next" if session.reviewer else "/", HTTPStatus.SEE_OTHER)


def start(request: Request, service: Service, session: TheSession, q: SearchText = "") -> Response:
    """The documents with their progress, those whose names hold `q`; people, and the quality of samples."""
    return _start(request, service, session, "", q)


def _start(
    request: Request, service: ReviewService, session: Session, link: str, search: str = ""
) -> Response:
    progress = service.progress()
    values = {
        "found": service.overview(search.strip()),
        "search": search,
        "progress": progress,
        "left": views.time_left(progress),
        "renewed": service.renewed(),
        "troubles": service.troubles(),
    }
    return _page(request, "start.html", link=link, mode=service.mode, quality=service.quality(), **values)


def log(service: Service) -> Response:
    """Every decision, as CSV."""
    headers = {"Content-Disposition": "attachment; filename=decisions.csv"}
    return StreamingResponse(service.log_csv(), media_type="text/csv", headers=headers)


# One item after the other.


def next_page(request: Request, service: Service, who: Who, only: Only, after: After = 0) -> Response:
    """The next unit, as a page."""
    return _whole(request, service, service.next_unit(who, after, only), only)


def document_page(request: Request, service: Service, who: Who, number: Number) -> Response:
    """The first question about a document; the start page where there is none."""
    found = service.first_of(number, who)
    return RedirectResponse(f"/item/{found}" if found else "/", HTTPStatus.SEE_OTHER)


def item_page(request: Request, service: Service, who: Who, number: Number, only: Only) -> Response:
    """The unit of an item, as a page."""
    return _whole(request, service, service.unit(number, who), only)


def beside(request: Request, service: Service, who: Who, number: Number, way: str, only: Only) -> Response:
    """The unit after or before one, as a fragment of the page."""
    unit = service.previous_unit(who, number) if way == "previous" else service.next_unit(who, number, only)
    if unit is None and way == "previous":
        unit = service.unit(number, who)
    return _fragment(request, service, unit, "")


def decide(
    request: Request,
    service: Service,
    who: Who,
    number: Number,
    action: FormText,
    only: Only,
    value: FormText = "",
    why: FormText = "",
) -> Response:
    """Records the decision on one item; gives the next unit, or the same where rows are changed."""
    (answer,) = _answers([[number, action, value]])
    outcome = service.decide(number, who, answer.action, value, one_line(why))
    unit = service.unit(number, who) if action in ROWS else service.next_unit(who, number, only)
    return _fragment(request, service, unit, views.stored([outcome]))


def decide_all(
    request: Request,
    service: Service,
    who: Who,
    answers: AnswersText,
    unit: Annotated[int, Form(ge=0, le=MOST)],
    only: Only,
    why: FormText = "",
) -> Response:
    """Records the decisions on items of a unit; gives what is left of it, else the next one."""
    outcomes = service.decide_all(_answers(_listed(answers)), who, one_line(why))
    return _fragment(request, service, service.next_unit(who, max(0, unit - 1), only), views.stored(outcomes))


def undo(request: Request, service: Service, who: Who) -> Response:
    """Takes the last decisions back and shows their unit again."""
    item = service.undo(who)
    if item is None:
        return _fragment(request, service, service.next_unit(who), "Nothing to take back.")
    return _fragment(request, service, service.unit(item.number, who), f"Taken back: {item.label}.")


def prospect(request: Request, service: Service, who: Who, number: Number, value: FormText = "") -> Response:
    """The checks as they would be with a value."""
    return _page(request, "_sums.html", prospect=service.prospect(number, value, who))


def prospects(request: Request, service: Service, who: Who, values: AnswersText) -> Response:
    """The checks as they would be with values for the items of a unit."""
    answers = _answers([[*one[:1], "type", *one[1:]] for one in _listed(values)])
    given = [(answer.item, answer.value) for answer in answers]
    return _page(request, "_sums.html", prospect=service.prospect_of(given, who))


def _listed(text: str) -> list[list[Any]]:
    """A list of lists from a form; what is none is refused."""
    try:
        listed = [list(one) for one in json.loads(text)]
    except (ValueError, TypeError, RecursionError) as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "no list of answers") from error
    if not 0 < len(listed) <= MOST_ANSWERS:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "no answers, or too many")
    return listed


def _answers(listed: Sequence[Sequence[Any]]) -> list[ItemAnswer]:
    """(item, action, value) each, checked."""
    if not all(map(_is_answer, listed)):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "no such action")
    return [ItemAnswer(number, action, value) for number, action, value in listed]


def _is_answer(one: Sequence[Any]) -> bool:
    if list(map(type, one)) != [int, str, str]:
        return False
    number, action, value = one
    return 0 <= number <= MOST and action in ACTIONS and len(value) <= LONGEST


def _whole(request: Request, service: ReviewService, unit: AskedUnit | None, only: str) -> Response:
    return _page(request, "review.html", only=only, **_values(request, service, unit, ""))


def _fragment(request: Request, service: ReviewService, unit: AskedUnit | None, message: str) -> Response:
    return _page(request, "_item.html", **_values(request, service, unit, message))


def _values(
    request: Request, service: ReviewService, unit: AskedUnit | None, message: str
) -> dict[str, object]:
    progress = service.progress()
    values: dict[str, object] = {"shown": None, "progress": progress, "left": "", "said": message}
    if unit is None:
        return values
    who = request.state.session.reviewer
    values |= {"shown": views.shown(service, unit, who), "left": views.time_left(progress)}
    return values | (_rows(request, service, unit.first) if unit.first.kind == "rows" else {})


def _rows(request: Request, service: ReviewService, item: Item) -> dict[str, object]:
    """What the page of a row fault shows beside the item."""
    pictures: Pictures = request.app.state.pictures
    here = spot_of(item, bare=True)
    found = views.table_rows(service.filing(item.filing).filing, item)
    rows = []
    for row in found:
        spots = [PageSpot(here.document, here.page, here.turns, cell.bbox) for cell in row.cells.values()]
        boxes = [box for own in spots if (box := pictures.place(own))]
        whole = around(boxes).grown(2) if boxes else None
        sides = (whole.x0, whole.top, whole.width, whole.height) if whole else None
        rows.append(views.TableRow(row.path, views.row_name(row), views.row_words(row), sides))
    may_be_added = views.of_form(item.path, service.filing(item.filing).filing)
    return {"rows": rows, "size": pictures.size(here), **may_be_added}


_ROUTES = (
    ("/enter", "GET", enter),
    ("/enter", "POST", enter_with_password),
    ("/", "GET", start),
    ("/name", "POST", name),
    ("/invite", "POST", invite),
    ("/log.csv", "GET", log),
    ("/next", "GET", next_page),
    ("/document/{number:int}", "GET", document_page),
    ("/undo", "POST", undo),
    ("/decide", "POST", decide_all),
    ("/prospect", "POST", prospects),
    ("/item/{number:int}", "GET", item_page),
    ("/item/{number:int}/decide", "POST", decide),
    ("/item/{number:int}/prospect", "POST", prospect),
    *PICTURE_ROUTES,
    ("/item/{number:int}/{way:str}", "GET", beside),
)
