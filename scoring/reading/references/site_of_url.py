"""The site that a URL belongs to."""

# Second-level names under which countries hand out sites, as in `co.uk`.
_SHARED = frozenset(("ac", "co", "com", "edu", "gob", "gov", "net", "or", "org"))


def site(url: str) -> str:
    """The registrable name of a URL's host (`example.co.uk`), as well as it can be told without a suffix list."""
    authority = url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    host = authority.rpartition("@")[2].partition(":")[0].lower().strip(".")
    labels = host.split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3:] if shared else labels[-2:])
