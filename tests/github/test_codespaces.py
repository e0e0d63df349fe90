"""A codespace's browser reaches JupyterLab under another address, and nobody else's page does."""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from course.engine import Access
from course.lab.jupyter import Jupyter

DOMAIN = "app.github.dev"


@pytest.fixture
def jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jupyter]:
    monkeypatch.setenv("CODESPACE_NAME", "amber-heron-417")
    monkeypatch.setenv("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", DOMAIN)
    access = Access(
        tmp_path, "unix:///nowhere", None, "disposable", None, "trixie", "v2", tmp_path / "journal"
    )
    (tmp_path / "notebooks").mkdir()
    lab = Jupyter(access, tmp_path / "notebooks/01-states.ipynb", "ko", 20_000 + secrets.randbelow(10_000))
    lab.start()
    yield lab
    lab.stop()


def status_of_a_websocket(lab: Jupyter, origin: str) -> int:
    """As from a page that a browser has opened before with the token: it has a cookie now."""
    address = urlsplit(lab.url)
    connection = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=20)
    connection.request("GET", f"{address.path}?{address.query}")
    page = connection.getresponse()
    page.read()
    cookies = [value.partition(";")[0] for name, value in page.getheaders() if name == "Set-Cookie"]
    headers = {
        "Cookie": "; ".join(cookies),
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": origin,
    }
    connection.request("GET", "/api/events/subscribe", headers=headers)
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_only_the_codespace_itself_may_connect(jupyter: Jupyter) -> None:
    forwarded = f"https://amber-heron-417-{jupyter.port}.{DOMAIN}"
    assert jupyter.url.startswith(f"{forwarded}/lab/tree/01-states.ipynb?token=")
    assert status_of_a_websocket(jupyter, forwarded) == 101
    for stranger in (f"https://other-{jupyter.port}.{DOMAIN}", f"{forwarded}.example.org"):
        assert status_of_a_websocket(jupyter, stranger) == 403
