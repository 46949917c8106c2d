"""URLs are read once, and what two readers would read differently is refused without a packet."""

import pytest

from service.networks import networks
from service.resolve.urls import HostCannotExistError, UrlRefusedError, vet

REFUSED = [
    ("file:///etc/passwd", "scheme"), ("ftp://a.org/x", "scheme"), ("gopher://a.org/", "scheme"), ("dict://a.org/", "scheme"),
    ("ldap://a.org/", "scheme"), ("data:text/html,x", "scheme"), ("javascript:alert(1)", "scheme"), ("jar:http://a.org!/", "scheme"),
    ("unix:/run/x.sock", "scheme"), ("http+unix://%2Frun/x", "scheme"), ("blob:https://a.org/1", "scheme"), ("view-source:http://a.org", "scheme"),
    ("mailto:a@b.org", "scheme"), ("//a.org/x", "not_absolute"), ("a.org/x", "not_absolute"), ("", "not_absolute"), ("http:a.org", "slashes"),
    ("http:/a.org/", "slashes"), ("http:///a.org/", "slashes"), ("http://", "slashes"), ("https:///", "slashes"),
    ("http://user:pw@a.org/", "userinfo"), ("http://a.org@10.0.0.1/", "userinfo"), ("http://@a.org/", "userinfo"), ("http://a.org#@10.0.0.1/", "userinfo"), ("http://a.org?@10.0.0.1/", "userinfo"),
    ("http://a.org\\@10.0.0.1/", "backslash"), ("http:\\\\a.org/", "slashes"), ("http://a.org/\\..\\x", "backslash"),
    ("http://a.org/\tx", "control_character"), ("http://a.org/\r\nHost: b", "control_character"), ("http://a.org/ x", "control_character"),
    (" http://a.org/", "control_character"), ("http://a\0.org/", "control_character"), ("http://a.org/%0d%0aX: y", "control_character"),
    ("http://a.org/%00", "control_character"), ("http://a.org/\u2028", "control_character"),
    ("http://a.org:22/", "port"), ("http://a.org:0/", None), ("http://a.org:65536/", None), ("http://a.org:8080/", "port"), ("http://a.org:-1/", None),
    ("http://a.org:/", "odd_host"), ("http://2130706433/", None), ("http://017700000001/", None), ("http://0x7f000001/", None), ("http://127.1/", None),
    ("http://0177.0.0.1/", None), ("http://0x7f.0.0.1/", None), ("http://134744072/", "odd_address"), ("http://8.8.2056/", "odd_address"),
    ("http://0x8.0x8.0x8.0x8/", "odd_address"), ("http://8.8.8.08/", None), ("http://256.1.1.1/", None), ("http://1.2.3.4.5/", None),
    ("http://%31%32%37.0.0.1/", "percent_in_host"), ("http://a%2eorg/", "percent_in_host"), ("http://１２７.0.0.1/", "lookalike_character"),
    ("http://①②⑦.⓪.⓪.①/", "lookalike_character"), ("http://a。org/", "lookalike_character"), ("http://a．org/", "lookalike_character"), ("http://ａ.org/", "lookalike_character"),
    ("http://localhost/", "inside_name"), ("http://LOCALHOST/", "inside_name"), ("http://a.localhost/", "inside_name"), ("http://printer.local/", "inside_name"),
    ("http://wiki.internal/", "inside_name"), ("http://nas.home.arpa/", "inside_name"), ("http://abc.onion/", "inside_name"), ("http://a.alt/", "inside_name"),
    ("http://metadata.google.internal/", "inside_name"), ("http://instance-data/", "inside_name"), ("http://intranet/", "inside_name"),
    ("http://a.org./", "odd_host"), ("http://.a.org/", None), ("http://a..org/", "odd_host"), (f"http://{'a' * 64}.org/", None),
    (f"http://{'a.' * 130}org/", None), (f"http://a.org/{'x' * 2048}", "url_too_long"), ("http://[::1]/", "address_not_global"),
    ("http://[::ffff:127.0.0.1]/", "address_not_global"), ("http://[fe80::1%25eth0]/", "percent_in_host"), ("http://[::1", None), ("http://10.0.0.1/", "address_private"),
    ("http://169.254.169.254/latest/", "address_link_local"), ("http://[64:ff9b::a00:1]/", "address_not_global"), ("http://[fd00:ec2::254]/", "address_not_global"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "rule"), REFUSED)
def test_a_dangerous_spelling_is_refused_by_its_rule(url, rule):
    with pytest.raises(UrlRefusedError) as refusal:
        vet(url)
    assert not isinstance(refusal.value, HostCannotExistError)
    if rule:
        assert refusal.value.reason == rule


@pytest.mark.parametrize("url", ["http://vantry.invalid/", "https://example.com/a", "http://www.example.org/", "http://news.test/", "http://a.example/", "http://paper.notatld/a"])  # fmt: skip
def test_a_host_that_nobody_can_own_is_impossible(url):
    with pytest.raises(HostCannotExistError):
        vet(url)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://WWW.Vantry.org", "http://www.vantry.org/"),
        ("https://vantry.org:443/a/../b?x=1&a=2#c", "https://vantry.org/b?x=1&a=2"),
        ("http://münchen.de/ä?q=ü", "http://xn--mnchen-3ya.de/%C3%A4?q=%C3%BC"),
        ("https://uk.vantry.org/Wiki_(a)|b^c[d]", "https://uk.vantry.org/Wiki_(a)|b^c[d]"),
        ("https://a.org/@reader/x?y=@z#@w", "https://a.org/@reader/x?y=@z"),
        ("http://8.8.8.8/x", "http://8.8.8.8/x"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://a.org/?u=http://b@c/%5C", "http://a.org/?u=http://b@c/%5C"),
    ],
)
def test_an_ordinary_url_is_taken_in_its_normal_form(url, normal):
    assert vet(url).url == normal


def test_an_allowed_network_is_reached_on_any_port_and_by_its_plain_spelling_only():
    allowed = networks("127.10.0.0/16")
    assert vet("http://127.10.0.1:8123/x", allowed).place == "127.10.0.1:8123"
    for url in (
        "http://127.10.1:8123/",
        "http://127.11.0.1:8123/",
        "http://a.org:8123/",
        "http://localhost:8123/",
    ):
        with pytest.raises(UrlRefusedError):
            vet(url, allowed)
