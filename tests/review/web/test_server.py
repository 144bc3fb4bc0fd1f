"""The server: under which names, who comes back in, and what no request can do to it."""

import socket
import threading
import time
from queue import Queue

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from extractor.review.pictures import Pictures
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web import auth
from extractor.review.web.app import create_app
from extractor.review.web.auth import Guard, TooManyTriesError
from extractor.review.web.bounded import LARGEST
from extractor.review.web.server import ServerAddress, serve
from tests.review.results import filing, in_folder, sale, sales
from tests.review.web.serving import link_to, served

HOST = "127.0.0.1:8000"


def service_in(folder):
    service = ReviewService(opened(f"sqlite:///{folder / 'review.sqlite'}"))
    rows = filing(*sale(1, "400", "1600"), review=[("nonDerivativeTable", "a row may be lost")])
    service.add(in_folder(folder, rows))
    return service


def client_of(service, guard):
    app = create_app(service, guard, Pictures(service.source_file))
    client = TestClient(app, f"http://{HOST}", raise_server_exceptions=False, follow_redirects=False)
    client.get("/enter", params={"token": guard.invitation()})
    client.headers["x-csrf"] = client.get("/").text.split('name="csrf" content="')[1].partition('"')[0]
    client.post("/name", data={"reviewer": "Ann"})
    return client


@pytest.fixture
def client(tmp_path):
    return client_of(service_in(tmp_path), Guard([HOST]))


# Names.


def started(service, host, password="", names=()):
    link: Queue[str] = Queue()
    address = ServerAddress(host, 0, password, names)
    threading.Thread(target=serve, args=(service, address, link.put), daemon=True).start()
    return link.get(timeout=30)


def test_every_name_and_address_of_this_machine_is_served(tmp_path):
    """Served to all, the page was refused under every real name."""
    link = started(service_in(tmp_path), "0.0.0.0", "secret", ("review.example",))
    port = link.partition("/enter")[0].rpartition(":")[2]
    assert link.startswith(f"http://review.example:{port}/")
    for name in (socket.gethostname(), "127.0.0.1", "10.1.2.3", "review.example"):
        answer = httpx.get(f"http://127.0.0.1:{port}/enter", headers={"host": f"{name}:{port}"})
        assert answer.status_code == 200
    for name in ("evil.example", "127.0.0.1.evil.example"):
        answer = httpx.get(f"http://127.0.0.1:{port}/enter", headers={"host": f"{name}:{port}"})
        assert answer.status_code == 400


def test_ipv6_of_this_machine_is_served(tmp_path, sit_down):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    link = started(service_in(tmp_path), "::1")
    assert link.startswith("http://[::1]:")
    sit_down(link)


# Coming back.


def test_a_browser_that_was_closed_comes_back_in(tmp_path, chromium):
    """The link was used up, and the cookie ended with the browser."""
    here = served(tmp_path, sales())
    first = chromium.new_context()
    page = first.new_page()
    page.goto(here.link)
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review")
    kept = [cookie for cookie in first.cookies() if cookie["expires"] > time.time() + 24 * 3600]
    first.close()
    again = chromium.new_context()
    again.add_cookies(kept)
    page = again.new_page()
    page.goto(here.home)
    assert page.inner_text(".who") == "Ann"
    again.close()


def test_a_restart_signs_nobody_out_unless_the_password_is_another(tmp_path):
    engine = opened(f"sqlite:///{tmp_path / 'review.sqlite'}")
    guard = Guard([HOST], "secret", engine)
    key = guard.enter(guard.invitation(), "secret")
    guard.rename(guard.session(key), "Ann")
    assert Guard([HOST], "secret", engine).session(key).reviewer == "Ann"
    assert Guard([HOST], "other", engine).session(key) is None
    assert Guard([HOST], "", engine).session(key) is None


def test_a_session_ends_after_its_time(tmp_path, monkeypatch):
    engine = opened(f"sqlite:///{tmp_path / 'review.sqlite'}")
    guard = Guard([HOST], "", engine)
    key = guard.enter(guard.invitation())
    monkeypatch.setattr(auth, "time", lambda: time.time() + auth.LASTS + 1)
    assert Guard([HOST], "", engine).session(key) is None


def test_two_servers_of_one_machine_keep_their_own_cookies(tmp_path, chromium):
    """The second one took the first one's."""
    homes = []
    context = chromium.new_context()
    page = context.new_page()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        link = link_to(service_in(tmp_path / name))
        homes.append(link.partition("/enter")[0])
        page.goto(link)
    assert [page.goto(home).status for home in homes] == [200, 200]
    context.close()


# What no request can do.


def test_passwords_cannot_be_tried_at_any_speed(monkeypatch):
    now = time.time()
    monkeypatch.setattr(auth, "time", lambda: now)
    guard = Guard([HOST], "secret")
    token = guard.invitation()
    for _ in range(auth.THROTTLE.tries + 1):
        assert guard.enter(token, "guess", "10.0.0.1") is None
    with pytest.raises(TooManyTriesError) as caught:
        guard.enter(token, "secret", "10.0.0.1")
    assert caught.value.seconds > 1
    now += caught.value.seconds + 0.1
    assert guard.enter(token, "guess", "10.0.0.1") is None
    with pytest.raises(TooManyTriesError) as longer:
        guard.enter(token, "secret", "10.0.0.1")
    assert longer.value.seconds > caught.value.seconds
    assert guard.enter(token, "secret", "10.0.0.2")


def test_the_page_says_how_long_to_wait(tmp_path):
    guard = Guard([HOST], "secret")
    app = create_app(service_in(tmp_path), guard, Pictures(lambda _: None))
    client = TestClient(app, f"http://{HOST}")
    tries = [client.post("/enter", data={"token": "x", "password": "y"}) for _ in range(7)]
    assert [answer.status_code for answer in tries[-2:]] == [403, 429]
    assert int(tries[-1].headers["retry-after"]) > 0


def test_a_large_request_is_refused_before_it_is_read(client):
    """200 MB took 400 MB of memory."""
    read = 0

    def endless():
        nonlocal read
        while read < 100 * LARGEST:
            read += 1 << 16
            yield b"a" * (1 << 16)

    assert client.post("/item/1/decide", content=b"a" * (LARGEST + 1)).status_code == 413
    assert client.post("/item/1/decide", content=endless()).status_code == 413
    assert client.post("/enter", content=b"a" * (LARGEST + 1)).status_code == 413


MALFORMED = [
    ("GET", "/next?after=99999999999999999999", {}),
    ("GET", "/item/99999999999999999999", {}),
    ("GET", "/item/99999999999999999999/crop.png", {}),
    ("GET", "/static/%00", {}),
    ("GET", "/static/review.js%00.png", {}),
    (
        "POST",
        "/item/1/decide",
        {"content": b"\xff\xfe=%zz", "headers": {"content-type": "multipart/form-data"}},
    ),
    (
        "POST",
        "/item/1/decide",
        {"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=x"}},
    ),
    (
        "POST",
        "/enter",
        {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data; boundary=x"}},
    ),
    ("POST", "/item/1/decide", {"content": b"action=%ff%00&value=%00"}),
    ("POST", "/name", {"data": {"reviewer": "\x00"}}),
]


@pytest.mark.parametrize(("method", "path", "rest"), MALFORMED)
def test_malformed_requests_are_refused_in_words(client, method, path, rest):
    assert client.request(method, path, **rest).status_code < 500


ROWS = [
    '{"row": "nonDerivativeTransaction", "number": "x", "securityTitle": "A"}',
    '{"row": "nonDerivativeTransaction", "../x": "A"}',
    '{"row": "nonDerivativeTransaction", "securityTitle": {"a": [1]}}',
    '{"row": ["x"], "securityTitle": null}',
    "[" * 100_000,
    "[[1, 2], [3, 4]]",
    '{"row": "nonDerivativeTransaction", "after": "nowhere", "securityTitle": "A"}',
    '{"row": "nonDerivativeTransaction", "securityTitle": "\\ud800"}',
]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    action=st.sampled_from(
        [
            "accept",
            "type",
            "blank",
            "illegible",
            "as-filed",
            "add-row",
            "delete-row",
            "merge-rows",
            "complete",
            "settled",
            "x",
        ]
    ),
    value=st.sampled_from(ROWS) | st.text(max_size=60) | st.from_regex(r"[0-9/ .,$-]{1,14}"),
)
def test_no_decision_breaks_the_server(client, action, value):
    content = {"action": action, "value": value, "why": value[:300]}
    data = {name: text.encode("utf-8", "replace").decode() for name, text in content.items()}
    assert client.post("/item/1/decide", data=data).status_code < 500
    assert client.post("/item/1/prospect", data=data).status_code < 500
    assert client.get("/next").status_code in (200, 409)
