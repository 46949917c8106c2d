"""Every form of address that a stranger's URL must not lead to."""

from ipaddress import ip_address

import pytest

from service.networks import NetworksError, networks
from service.resolve.addresses import why_forbidden

FORBIDDEN = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.0.8", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:7f00:1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001:80b::200e", "2001:4860:4860::8888"]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_refused_by_a_rule(address):
    assert why_forbidden(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address):
    assert why_forbidden(ip_address(address)) is None


def test_an_allowed_network_counts_as_public_and_its_neighbours_do_not():
    allowed = networks("127.10.0.0/16, fd00::/8")
    assert why_forbidden(ip_address("127.10.3.4"), allowed) is None
    assert why_forbidden(ip_address("fd00::1"), allowed) is None
    assert why_forbidden(ip_address("127.11.0.1"), allowed) == "loopback"
    assert why_forbidden(ip_address("::ffff:127.10.3.4"), allowed)


def test_behind_a_translator_the_translated_address_decides():
    assert why_forbidden(ip_address("64:ff9b::808:808"), nat64=True) is None
    assert why_forbidden(ip_address("64:ff9b::a00:1"), nat64=True) == "private"


def test_a_network_that_cannot_be_read_is_named():
    with pytest.raises(NetworksError, match=r"10\.0\.0\.0/99"):
        networks("127.0.0.0/8,10.0.0.0/99")
