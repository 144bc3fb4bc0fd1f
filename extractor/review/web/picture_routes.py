"""The routes of pictures on the review page."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from extractor.review.decisions import AskedUnit
from extractor.review.pictures import Pictures, spot_of
from extractor.review.service import ReviewService
from extractor.review.strips import cell_picture, unit_picture
from extractor.review.web import views
from extractor.review.web.asked import Number, Only, Service, Who, listed_numbers


def crop(request: Request, service: Service, who: Who, number: Number, of: str = "") -> Response:
    """The cells of a unit with their surroundings: of item `number`, or of several, `of` 5,6,7."""
    items = service.glances(listed_numbers(of) or [number], who)
    asked = AskedUnit("row", items[0].filing, items, items[0].number)
    return _picture(_unit_picture(service, request.app.state.pictures, asked))


def cell(request: Request, service: Service, who: Who, number: Number) -> Response:
    """One cell of a group, close."""
    return _picture(cell_picture(request.app.state.pictures, spot_of(service.glance(number, who))))


def page(request: Request, service: Service, who: Who, number: Number) -> Response:
    """The whole page, the cell marked."""
    return _picture(request.app.state.pictures.page(spot_of(service.glance(number, who))))


def plain_page(request: Request, service: Service, who: Who, number: Number) -> Response:
    """The page alone."""
    return _picture(request.app.state.pictures.page(spot_of(service.glance(number, who), bare=True)))


def _picture(content: bytes) -> Response:
    return Response(content, media_type="image/png")


def _unit_picture(service: ReviewService, pictures: Pictures, unit: AskedUnit) -> bytes:
    heading = views.heading_spot(service, unit.first)
    return unit_picture(pictures, views.marks_of(unit), heading)


def ahead(request: Request, service: Service, who: Who, number: Number, only: Only, of: str = "") -> Response:
    """The addresses of the pictures that come after a unit.

    What follows from the values that the unit shows is made ready meanwhile: it is what most answers say.
    """
    items = service.glances(listed_numbers(of) or [number], who)
    values = [(item.number, item.value) for item in items]
    pictures: Pictures = request.app.state.pictures
    pictures.ahead(lambda: service.prospect_of(values, who))
    coming = service.coming(items[0].filing, number, who, only)
    return JSONResponse([address for unit in coming for address in views.addresses(unit)])


PICTURE_ROUTES = (
    ("/item/{number:int}/crop.png", "GET", crop),
    ("/item/{number:int}/cell.png", "GET", cell),
    ("/item/{number:int}/page.png", "GET", page),
    ("/item/{number:int}/plain.png", "GET", plain_page),
    ("/item/{number:int}/ahead", "GET", ahead),
)
