"""What can be set from outside, and its defaults."""

import re
import ssl
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.networks import is_loopback, networks
from service.webhooks import secrets_of

MEGABYTE = 1_000_000
RATE = re.compile(
    r"(?P<amount>[1-9]\d{0,8})\s*(?:/|per)\s*(?P<many>[1-9]\d{0,3})?\s*(?P<unit>second|minute|hour|day)s?"
)
# Minute, hour, day of the month, month and day of the week, as cron writes them; a sixth field is seconds.
CRON = re.compile(r"(?:[\d*/,A-Za-z-]+ +){4,5}[\d*/,A-Za-z-]+")
# Scheme, host and port, as a browser sends them; no `*`: whoever's page may read an answer is named.
ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]+")
# Values that no message may repeat.
SECRETS = frozenset({"database_url", "openalex_key", "secret", "webhook_secret"})


def origins_of(given: str) -> frozenset[str]:
    """The origins in a list with commas, in small letters."""
    return frozenset(part.strip().lower() for part in given.split(",") if part.strip())


class Settings(BaseSettings):
    """Settings from the environment (prefix `ASSAY_`) and from a `.env` file beside it."""

    model_config = SettingsConfigDict(env_prefix="ASSAY_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default="sqlite:///assay.sqlite3",
        description="SQLAlchemy URL; postgresql://… needs the extra `postgres`.",
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    offline: bool = Field(default=False, description="Look nothing up on the network.")
    fetch_allow_networks: str = Field(
        default="", description="Comma-separated CIDRs that count as public, on any port."
    )
    fetch_ca_file: Path | None = Field(
        default=None,
        description="A PEM file of certificate authorities that are trusted besides the system's.",
    )
    fetch_timeout: float = Field(
        default=8.0, gt=0, le=60, description="Seconds that one citation may take, all attempts together."
    )
    fetch_per_host: int = Field(default=4, ge=1, le=16, description="Requests at a time to one host.")
    article_lookups: int = Field(
        default=200,
        ge=1,
        le=10_000,
        description="Look-ups that one article gets; the rest is counted in its report.",
    )
    archive_url: str | None = Field(
        default="https://web.archive.org",
        description="Web archive that is asked about pages that are gone; empty: none.",
    )
    doi_url: str = "https://doi.org"
    crossref_url: str = "https://api.crossref.org"
    arxiv_url: str = "https://arxiv.org"
    pubmed_url: str = "https://pubmed.ncbi.nlm.nih.gov"
    openlibrary_url: str = "https://openlibrary.org"
    wikidata_url: str = Field(
        default="", description="Wikidata, asked who a named expert is; empty, like the next ones: not asked."
    )
    openalex_url: str = ""
    orcid_url: str = ""
    ror_url: str = ""
    openalex_key: str | None = Field(
        default=None, description="A key of OpenAlex's, which most uses of it need."
    )
    contact: str | None = Field(
        default=None,
        description="Address or page where operators of registries reach yours; sent with each question.",
    )
    store_text: bool = Field(
        default=True,
        description="Keep article text and evidence, for replay and rescoring; a report keeps its own excerpts either way.",
    )
    template_lines: int = Field(
        default=1_000_000,
        ge=1000,
        description="Lines of articles that are kept as digests, to tell templates; those seen longest ago go first.",
    )
    precision_floor: float = Field(
        default=0.8,
        gt=0,
        lt=1,
        description="A check of which readers confirm less, beyond doubt, costs nothing any more.",
    )
    precision_readers: int = Field(
        default=20, ge=1, description="Readers who judged a check's findings before its precision counts."
    )
    precision_readers_per_key: int = Field(
        default=10,
        ge=1,
        description="Readers whom one key vouches for at most; an installation with one key may want more.",
    )
    auto_shadow: bool = Field(
        default=True, description="Let feedback put a check under the floor in the shadow by itself."
    )
    rescore_jobs: int = Field(
        default=1,
        ge=0,
        le=64,
        description="Processes of the service that rescore; 0 leaves it to `assay worker`.",
    )
    rescore_chunk: int = Field(
        default=200, ge=1, le=10_000, description="Articles that are judged and written together, at most."
    )
    rescore_drift_limit: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="A rescoring that moves a larger share of the articles waits for `assay rescore publish`.",
    )
    rescore_cron: str | None = Field(
        default=None, description="When workers rescore by themselves, such as `0 3 * * 0`; never by default."
    )
    refresh_cron: str | None = Field(
        default=None, description="When workers fetch all evidence anew and rescore, such as `0 2 1 * *`."
    )
    refresh_rate: float = Field(
        default=1.0,
        gt=0,
        description="Articles a second whose evidence a rescoring fetches anew, all workers together.",
    )
    ruleset: Path | None = Field(
        default=None, description="A TOML file that changes weights or switches codes off."
    )
    lexicons: Path | None = Field(
        default=None,
        description="A folder of word lists that are merged over the shipped ones: your county council in known_sources.txt.",
    )
    max_body_bytes: int = Field(
        default=4 * MEGABYTE, ge=1000, description="Larger request bodies are refused."
    )
    max_text_chars: int = Field(default=MEGABYTE, ge=1000, description="Longer article bodies are refused.")
    max_connections: int = Field(
        default=800,
        ge=1,
        description="Open connections of each process; another one takes the place of the one that is silent longest.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Comma-separated addresses whose X-Forwarded-For names the client in the log; none by default.",
    )
    judge_processes: int = Field(
        default=2, ge=1, le=64, description="Processes that read and judge articles, for each worker."
    )
    judge_seconds: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="What reading and what judging one article may take; then it is refused and its process ended.",
    )
    max_waiting: int = Field(
        default=256, ge=1, description="Writes that may wait for the database; beyond it, 503."
    )
    rate_limit: str | None = Field(
        default=None, description="For each key, such as `600/minute`; none by default."
    )
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    idempotency_hours: int = Field(default=24, ge=1)
    wait_seconds: float = Field(
        default=2.0, ge=0, description="What network checks get where Prefer: wait is absent."
    )

    webhook_secret: str | None = Field(
        default=None,
        description="Signs webhooks: `whsec_` and base64; two apart by a space while one replaces another.",
    )
    stop_delay: float = Field(
        default=1.0, ge=0, description="Seconds between /readyz turning 503 and the port closing, on SIGTERM."
    )
    cors_origins: str = Field(
        default="",
        description="Comma-separated origins whose pages may call from a browser, such as https://cms.example; none by default.",
    )
    secret: str | None = Field(
        default=None,
        description="Signs page cursors; one made by chance and kept in the database where none is given.",
    )

    @field_validator("rate_limit")
    @classmethod
    def _is_rate(cls, given: str | None) -> str | None:
        if given and not RATE.fullmatch(given.strip().lower()):
            raise ValueError("must be a rate such as 600/minute")
        return given

    @field_validator("rescore_cron", "refresh_cron")
    @classmethod
    def _is_cron(cls, given: str | None) -> str | None:
        if given and not CRON.fullmatch(given.strip()):
            raise ValueError("must be the five fields of a cron line, such as 0 3 * * 0")
        return given

    @field_validator("fetch_allow_networks")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        try:
            networks(given)
        except ValueError as error:
            raise ValueError(f"must be networks such as 10.0.0.0/8, with commas between: {error}") from None
        return given

    @field_validator("fetch_ca_file")
    @classmethod
    def _holds_authorities(cls, given: Path | None) -> Path | None:
        if given is not None:
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(given)
            except ssl.SSLError:
                raise ValueError("must be a PEM file of certificate authorities: it holds none") from None
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise ValueError(f"must be a PEM file of certificate authorities: {reason}") from None
        return given

    @field_validator(
        "archive_url",
        "doi_url",
        "crossref_url",
        "arxiv_url",
        "pubmed_url",
        "openlibrary_url",
        "wikidata_url",
        "openalex_url",
        "orcid_url",
        "ror_url",
    )
    @classmethod
    def _is_web_address(cls, given: str | None) -> str | None:
        if given and not given.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return given

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, given: str) -> str:
        if not all(ORIGIN.fullmatch(part) for part in origins_of(given)):
            raise ValueError("must be origins such as https://cms.example, with commas between")
        return given

    @property
    def origins(self) -> frozenset[str]:
        """The origins whose pages may call from a browser."""
        return origins_of(self.cors_origins)

    @field_validator("webhook_secret")
    @classmethod
    def _signs(cls, given: str | None) -> str | None:
        secrets_of(given)
        return given

    @property
    def loopback(self) -> bool:
        """Whether the address to listen on is reachable from this machine only."""
        return is_loopback(self.host)
