"""What nobody should be made to ask for, cited directly and reached by every kind of redirect."""

from urllib.parse import quote

from tests.hostile.rival.put import Put
from tests.hostile.web import CANARIES, MAIN, moved, reply

UNSAFE, DEAD, BLOCKED, SOFT = "unsafe", "dead", "blocked", "soft_dead"

ADDRESSES = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "[::]", "[::1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[100::1]", "[2001::1]", "[2001:10::1]", "[2001:20::1]",
    "[2001:db8::1]", "[2002:7f00:1::1]", "[3fff::1]", "[5f00::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[2a00:1450::5efe:7f00:1]", "[2a00:1450::200:5efe:a00:1]",
)  # fmt: skip

FORBIDDEN = (
    "file:///etc/passwd", "FILE:///etc/passwd", "ftp://ftp.brannock.org/a", "gopher://brannock.org:70/_x", "dict://brannock.org:11211/stats", "ldap://brannock.org/", "data:text/html,<h1>x</h1>",
    "javascript:alert(1)", "jar:http://brannock.org/a.jar!/b", "unix:/run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/info", "ws://brannock.org/", "view-source:http://brannock.org/",
    "blob:http://brannock.org/1", "about:blank", "mailto:a@brannock.org", "http://www.ietf.org:22/", "http://www.ietf.org:6379/", "http://metadata.google.internal/computeMetadata/v1/",
    "http://exa mple.org/", "http://169.254.169.254.:80/",
)  # fmt: skip
# No such place can exist, or none that a stranger may name: either verdict is honest.
NOWHERE = (
    "http://", "http:///", "https://?q", "http://.", "http://..", "http://-", "http://[", "http://[::1", "http://a..org/", "http://printer/", "http://router.local/", "http://vault.internal/",
    "http://nas.home.arpa/", "http://instance-data/latest/", "http://abcdefgh.onion/", f"http://{'a' * 64}.brannock.org/", f"http://{'a.' * 130}org/",
)  # fmt: skip


def addresses(p: Put) -> None:
    for host in ADDRESSES:
        p.case(f"address {host}", UNSAFE, None, None, url=f"http://{host}:{p.web.port}/latest/meta-data/")


def spellings(port: int) -> tuple[str, ...]:
    """One forbidden address in every spelling that some client reads as it."""
    return (
        f"http://2130706433:{port}/", f"http://017700000001:{port}/", f"http://0x7f000001:{port}/", f"http://0x7f.0x0.0x0.0x1:{port}/", f"http://0177.0.0.01:{port}/", f"http://127.1:{port}/",
        f"http://127.0.1:{port}/", f"http://127%2e0%2e0%2e1:{port}/", f"http://%31%32%37.0.0.1:{port}/", f"http://１２７。０。０。１:{port}/", f"http://①②⑦.⓪.⓪.①:{port}/", f"http://127。0。0。1:{port}/", f"http://127.0.0.1.:{port}/",
        f"http://localhost:{port}/", f"http://LOCALHOST.:{port}/", f"http://a.localhost:{port}/", f"http://ｌocalhost:{port}/", f"http://0:{port}/", f"http://{MAIN}@127.0.0.1:{port}/", f"http://{MAIN}:{port}@127.0.0.1:{port}/",
        f"http://{MAIN}:{port}\\@127.0.0.1:{port}/", f"http://127.0.0.1:{port}\\@{MAIN}:{port}/", f"http://{MAIN}:{port}#@127.0.0.1\\/", f"http:\\\\127.0.0.1:{port}\\", f"http:/127.0.0.1:{port}/", f"http:127.0.0.1:{port}/",
        f"http:///127.0.0.1:{port}/", f"//127.0.0.1:{port}/", f"http://127.0.0.1:{port}/..;/", f"http://\t127.0.0.1:{port}/", f"ht\ntp://127.0.0.1:{port}/", f"HTTP://127.0.0.1:{port}/", f"http://[::ffff:7f00:1]:{port}/",
        f"http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/", f"http://[::1%25lo]:{port}/", f"http://[::1%lo]:{port}/", f"http://127.66.0.1:{port}/",
    )  # fmt: skip


def urls(p: Put) -> None:
    port = p.web.port
    for url in spellings(port):
        # A fragment that only looks like credentials leaves the first host, which is fine to ask.
        accept = ("dead", "resolves", "soft_dead") if "#@" in url else ()
        p.case(f"url {url!r}", UNSAFE, None, None, url=url, accept=accept)
    for url in FORBIDDEN:
        p.case(f"url {url!r}", UNSAFE, None, None, url=url)
    for tail in (
        "user:secret@{}/",
        "user@{}/",
        ":@{}/",
        "{}/a%0d%0aX-Injected:%201",
        "{}/a\r\nX: y",
        "{}/a b\x00c",
        "{}\t.evil.org/",
    ):
        p.case(f"url with {tail!r}", UNSAFE, None, None, url="http://" + tail.format(f"{MAIN}:{port}"))
    for number in ("0", "65536", "99999999"):
        p.case(f"port {number}", UNSAFE, None, None, url=f"http://{MAIN}:{number}/")
    p.case("url of 2,100 signs", UNSAFE, None, None, url=f"http://{MAIN}:{port}/{'a' * 2100}")
    for url in NOWHERE:
        p.case(f"url {url[:60]!r}", UNSAFE, None, None, url=url, accept=(DEAD,))


def redirects(p: Put) -> None:
    port, t = p.web.port, p.tongue(1)
    for url in spellings(port):
        if "\n" in url or "\t" in url or "#@" in url or url.startswith(("http:/127", "http:127")):
            continue
        p.case(f"hop to {url!r}", UNSAFE, moved(url), t)
    for host in (
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "[::1]",
        "[fd00:ec2::254]",
        "[64:ff9b::a00:1]",
        "[::ffff:a00:1]",
        "100.100.100.200",
        "192.0.0.192",
    ):
        p.case(f"hop to {host}", UNSAFE, moved(f"http://{host}:{port}/"), t)
    for url in (
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_",
        "data:text/html,hello",
        "javascript:alert(1)",
        "ftp://brannock.org/",
        f"http://user:pw@{MAIN}:{port}/",
        "http://www.ietf.org:25/",
    ):
        p.case(f"hop to {url}", UNSAFE, moved(url), t)
        p.case(
            f"meta to {url}",
            UNSAFE,
            reply(f'<meta http-equiv="refresh" content="0;url={url}">'),
            t,
            accept=(BLOCKED, SOFT, "mismatch") if url.startswith(("data", "java")) else (),
        )
    inside = f"http://{CANARIES[1]}:{port}/admin"
    ways = {
        "meta": reply(f"<meta http-equiv='refresh' content='0; url={inside}'>"), "meta quoted": reply(f"<META http-equiv=REFRESH content=\"0;URL='{inside}'\">"), "refresh header": reply("x", Refresh=f"0; url={inside}"),
        "script href": reply(f"<script>window.location.href='{inside}'</script>"), "script replace": reply(f'<script>location.replace("{inside}")</script>'), "script assign": reply(f"<script>document.location.assign('{inside}');</script>"),
        "second hop": moved(p.at("/inner/hop", p.other)), "from tls": moved(p.at("/inner/hop", p.secure, "https")), "307": moved(inside, "307 Temp"), "308": moved(inside, "308 Perm"), "300": moved(inside, "300 Many"),
    }  # fmt: skip
    p.route("/inner/hop", moved(inside))
    for name, answer in ways.items():
        p.case(f"inside by {name}", UNSAFE, answer, t, accept=(BLOCKED, SOFT) if name == "300" else ())
    p.case("inside after 503", UNSAFE, moved(inside, "302 Found", Retry_After="1"), t)
    p.case("inside in a log-in hop", UNSAFE, lambda r: moved(f"{inside}?back={quote(r.target)}"), t)


GROUPS = (addresses, urls, redirects)
