"""The routes and who may use them."""

import pytest
from starlette.testclient import TestClient

from extractor.errors import OptionError
from extractor.review.pictures import Pictures
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.app import create_app
from extractor.review.web.auth import Guard, is_loopback
from extractor.review.web.server import ServerAddress, serve
from tests.review.results import BALANCE, ROW, in_folder, sales

HOST = "127.0.0.1:8000"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def service(tmp_path):
    service = ReviewService(opened(f"sqlite:///{tmp_path / 'review.sqlite'}"))
    service.add(in_folder(tmp_path, sales(HOSTILE)))
    return service


def client_of(service, password=""):
    guard = Guard([HOST], password)
    app = create_app(service, guard, Pictures(service.document_file))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False), guard


@pytest.fixture
def client(service):
    """A browser that came in and said its name."""
    client, guard = client_of(service)
    client.get("/enter", params={"token": guard.invitation()})
    client.headers["x-csrf"] = token_of(client)
    client.post("/name", data={"reviewer": "Ann"})
    return client


def token_of(client):
    return client.get("/").text.split('name="csrf" content="')[1].partition('"')[0]


def item(service, path):
    return next(item.number for item in service.items_of(1) if item.path == path)


def test_a_link_lets_one_browser_in(service):
    client, guard = client_of(service)
    token = guard.invitation()
    assert client.get("/").status_code == 403
    assert client.get("/enter", params={"token": "guess"}).status_code == 403
    entered = client.get("/enter", params={"token": token})
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    other = TestClient(client.app, base_url=f"http://{HOST}")
    again = other.get("/enter", params={"token": token})
    assert (again.status_code, "used up" in again.text) == (403, True)


def test_a_page_of_another_name_gets_nothing(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/undo", "/invite", "/name", "/item/1/decide", "/item/1/prospect"])
def test_posts_from_elsewhere_are_turned_away(client, service, path):
    answer = client.post(path, data={"action": "blank"}, headers={"x-csrf": "guess"})
    assert answer.status_code == 403
    assert service.log() == ()


def test_every_answer_forbids_what_it_does_not_need(client):
    for path in ("/", "/next", "/item/1/crop.png", "/static/review.js", "/log.csv"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"


def test_cell_text_is_never_markup(client, service):
    page = client.get(f"/item/{item(service, 'issuer/issuerName')}").text
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "path", ["/item/../../etc/passwd", "/item/4711", "/item/x/crop.png", "/static/../app.py"]
)
def test_paths_reach_nothing_but_items(client, path):
    assert client.get(path).status_code in (404, 422)


def test_a_decision_brings_the_next_item(client, service):
    number = item(service, f"{ROW}[2]/{BALANCE}")
    answer = client.post(f"/item/{number}/decide", data={"action": "accept", "value": "1000"})
    assert "Settled by this:" in answer.text
    assert "issuer name" in answer.text
    assert client.post("/undo").text.count("Taken back") == 1


def test_what_is_no_value_comes_back_as_words(client, service):
    number = item(service, f"{ROW}[2]/{BALANCE}")
    answer = client.post(f"/item/{number}/decide", data={"action": "type", "value": "many"})
    assert (answer.status_code, "is no number" in answer.text) == (422, True)
    assert client.post(f"/item/{number}/decide", data={"action": "undo"}).status_code == 422


def test_pictures_are_pictures(client, service):
    for name in ("crop", "page", "plain"):
        answer = client.get(f"/item/1/{name}.png")
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


def test_other_machines_need_a_password(service):
    with pytest.raises(OptionError, match="password"):
        serve(service, ServerAddress("0.0.0.0", 0, ""), print)
    client, guard = client_of(service, "secret")
    token = guard.invitation()
    assert client.get("/enter", params={"token": token}).status_code == 200
    assert client.post("/enter", data={"token": token, "password": "guess"}).status_code == 403
    assert client.post("/enter", data={"token": token, "password": "secret"}).status_code == 303


@pytest.mark.parametrize(
    ("host", "so"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("box", False)],
)
def test_loopback(host, so):
    assert is_loopback(host) == so
