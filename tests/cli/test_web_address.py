"""The address under which others see the desk."""

from __future__ import annotations

import pytest

from wagecheck.cli import web_address


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://desk.example.cn", "https://desk.example.cn"),
        ("HTTPS://Desk.Example.CN/", "https://desk.example.cn"),
        ("http://192.0.2.1:8765", "http://192.0.2.1:8765"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://xn--zfv.cn", "https://xn--zfv.cn"),
        ("https://*", None),
        ("https://*.cn", None),
        ("https://桌.cn", None),
        ("https://ｄesk.cn", None),
        ("https://desk.example.cn?", None),
        ("https://desk.example.cn#", None),
        ("https://desk.example.cn//", None),
        ("https://desk.example.cn/desk", None),
        ("https://desk.example.cn ", None),
        ("https://a..b", None),
        ("https://-a.cn", None),
        ("https://a@b.cn", None),
        ("https://b.cn:", None),
        ("https://", None),
        ("ftp://desk.example.cn", None),
        ("desk.example.cn", None),
        ("", None),
    ],
)
def test_one_spelling_or_none(given: str, kept: str | None) -> None:
    assert web_address.of(given) == kept
