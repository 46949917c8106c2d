"""API keys: made once, kept as a hash, looked up in memory for a few seconds."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from time import monotonic

from service.records import KeyRecord
from service.storage import Store

# `score`: submit, preview and read what the key itself sent. `read`: read everything. `feedback`: say what readers think of
# findings. `erase`: erase articles. `metrics`: /metrics. `admin`: all of it, and what concerns the installation.
SCOPES = ("score", "read", "feedback", "erase", "metrics", "admin")
LONGEST_SITE = 200

# How long a look-up is believed, in seconds: a revoked key may still work for this long, never longer.
BELIEVED = 4.0
# How many look-ups are remembered; guesses at keys must not fill the memory.
REMEMBERED = 1024
# `last_used_at` is a hint for the operator, not a log: once a minute is enough.
TOUCHED = timedelta(minutes=1)


def issue(name: str, scopes: Iterable[str], sites: Iterable[str] = ()) -> tuple[KeyRecord, str]:
    """Make a key: the record to store, and the token to show its owner once. Without `sites` it is for all of them.

    Raises ValueError for a scope that does not exist, for none at all, and for a site that no article can have.
    """
    wanted, bound = frozenset(scopes), frozenset(sites)
    if not wanted or not wanted <= set(SCOPES):
        raise ValueError(f"scopes are some of {', '.join(SCOPES)}")
    if not all(0 < len(site) <= LONGEST_SITE and site.isprintable() for site in bound):
        raise ValueError("a site is what articles give as `site`, and cannot be empty")
    id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    record = KeyRecord(
        id=id,
        name=name,
        secret_hash=_hash(secret),
        scopes=wanted,
        created_at=datetime.now(UTC),
        sites=bound,
    )
    return record, f"assay_{id}_{secret}"


def allows(record: KeyRecord, scope: str) -> bool:
    """Whether a key may do what `scope` names; `admin` may do everything."""
    return scope in record.scopes or "admin" in record.scopes


class Keyring:
    """Tells who holds a token. Believes what the store said for a few seconds."""

    def __init__(self, store: Store, clock: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, KeyRecord | None]] = OrderedDict()
        self._defined = (-BELIEVED, False)
        self._touched: dict[str, datetime] = {}

    async def defined(self) -> bool:
        """Whether any key was ever made. Revoked ones count: taking a key away opens nothing."""
        asked, answer = self._defined
        if not answer and self._clock() - asked >= BELIEVED:
            answer = bool(await self._store.keys())
            self._defined = (self._clock(), answer)
        return answer

    async def holder(self, token: str) -> KeyRecord | None:
        """The key that a token opens with, or None for a token that is malformed, unknown, wrong or revoked."""
        prefix, _, rest = token.partition("_")
        id, _, secret = rest.partition("_")
        if prefix != "assay" or not secret or not (id.isascii() and id.isalnum() and len(id) <= 32):
            return None
        record = await self._record(id)
        if record is None or record.revoked_at is not None:
            return None
        return record if compare_digest(_hash(secret), record.secret_hash) else None

    def news_of_use(self, record: KeyRecord) -> datetime | None:
        """The time to write down as a key's last use, or None where it was written within the last minute."""
        now = datetime.now(UTC)
        last = self._touched.get(record.id) or record.last_used_at
        if last is not None and now - last < TOUCHED:
            return None
        self._touched[record.id] = now
        return now

    async def _record(self, id: str) -> KeyRecord | None:
        asked, record = self._known.get(id, (-BELIEVED, None))
        now = self._clock()
        if now - asked >= BELIEVED:
            record = await self._store.key(id)
            self._known[id] = (now, record)
            self._known.move_to_end(id)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return record


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
