"""What the service counts, told as events of its own trade; labels are bounded by construction."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from scoring import Band, LookupKind, offices_reviewed_and_expire, verdicts_of
from service.extensions import catalogue
from service.reports.scored import Scored
from service.storage import Progress
from service.storage.rescoring_records import ChunkState

SHARED_DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

STAGES = ("read", "resolve", "judge", "store")
# Why connections were closed or refused: a head, a body or a reader that is too slow, a head that is too long, no
# HTTP, room for another one, no room at all, no room for its body.
DROPPED = (
    "slow_head", "slow_body", "slow_reader", "long_head", "malformed", "crowded", "full", "bodies_full",
)  # fmt: skip
KEY_FAILURES = ("missing", "wrong", "scope", "foreign")
VERDICTS = ("agree", "disagree")
JUDGES_ENDED = ("timeout", "died")
ANNOUNCED = ("delivered", "postponed", "refused", "gone", "unsafe")
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one process in a registry of their own.

    With `shared`, the processes of one service add up through the folder that `share_between_workers` made.
    """

    def __init__(self, ruleset: str, *, shared: bool = False) -> None:
        self.registry = CollectorRegistry()
        self._shared = shared and SHARED_DIRECTORY in os.environ
        to = self.registry
        self._requests = Counter(
            "assay_http_requests", "Requests answered.", ["route", "method", "status"], registry=to
        )
        self._request_seconds = Histogram(
            "assay_http_request_duration_seconds",
            "Time to answer a request.",
            ["route", "method"],
            buckets=SECONDS,
            registry=to,
        )
        self._articles = Counter("assay_articles_scored", "Articles scored.", ["band"], registry=to)
        self._findings = Counter("assay_findings", "Findings reported.", ["code"], registry=to)
        self._failed = Counter("assay_checks_failed", "Checks that raised.", ["code"], registry=to)
        self._judges_ended = Counter(
            "assay_judges_ended", "Processes lost over an article, by reason.", ["reason"], registry=to
        )
        self._scores = Histogram(
            "assay_score", "Scores given.", ["ruleset"], buckets=range(10, 101, 10), registry=to
        )
        self._stage_seconds = Histogram(
            "assay_stage_duration_seconds",
            "Time an article spends in a stage.",
            ["stage"],
            buckets=SECONDS,
            registry=to,
        )
        self._lookups = Counter("assay_lookups", "Look-ups by outcome.", ["kind", "verdict"], registry=to)
        self._reasons = Counter(
            "assay_lookup_reasons", "Look-ups by reason of their verdict.", ["reason"], registry=to
        )
        self._key_failures = Counter(
            "assay_key_failures", "Requests refused by key.", ["reason"], registry=to
        )
        self._connections = Gauge(
            "assay_connections", "Open connections.", registry=to, multiprocess_mode="livesum"
        )
        self._connections_dropped = Counter(
            "assay_connections_dropped", "Connections closed or refused by reason.", ["reason"], registry=to
        )
        self._waiting = Gauge(
            "assay_writes_waiting",
            "Writes that wait for the database.",
            registry=to,
            multiprocess_mode="livesum",
        )
        self._followups = Gauge(
            "assay_followups_waiting",
            "Articles whose evidence is asked for again, and webhooks under way.",
            ["kind"],
            registry=to,
            multiprocess_mode="livemax",
        )
        self._requests_out = Counter(
            "assay_outside_requests", "Requests to the outside by outcome.", ["outcome"], registry=to
        )
        self._bytes_in = Histogram(
            "assay_outside_body_bytes",
            "Bytes of bodies from the outside.",
            buckets=(1_000, 4_000, 16_000, 64_000, 256_000),
            registry=to,
        )
        self._refused = Counter("assay_outside_refused", "URLs refused by rule.", ["rule"], registry=to)
        self._hops = Histogram(
            "assay_outside_hops",
            "URLs that a visit went through.",
            buckets=(1, 2, 3, 5, 10),
            registry=to,
        )
        self._left_alone = Counter(
            "assay_outside_breaks", "Times that a failing server was left alone.", registry=to
        )
        self._origins = Counter(
            "assay_archive_lookups", "What the archive knew of pages that are gone.", ["origin"], registry=to
        )
        self._dismissed = Counter("assay_dismissals", "Findings dismissed.", ["code"], registry=to)
        self._announced = Counter("assay_webhooks", "Webhooks by outcome.", ["outcome"], registry=to)
        self._rescoring = Gauge(
            "assay_rescore_chunks",
            "Ranges of unfinished rescorings by state.",
            ["state"],
            registry=to,
            multiprocess_mode="livemostrecent",
        )
        self._rescore_rate, self._rescore_oldest, self._rescore_eta = (
            Gauge(f"assay_rescore_{name}", text, registry=to, multiprocess_mode="livemostrecent")
            for name, text in (
                ("articles_per_second", "Articles judged a second over the last minute."),
                ("oldest_chunk_seconds", "How long the range that began first has been judged."),
                (
                    "eta_seconds",
                    "Seconds to the end of all unfinished rescorings at this rate; NaN when unknown.",
                ),
            )
        )
        ruleset_info = Gauge(
            "assay_ruleset_info",
            "The ruleset in use.",
            ["version"],
            registry=to,
            multiprocess_mode="livemax",
        )
        ruleset_info.labels(ruleset).set(1)
        self._ruleset_info = ruleset_info
        _, expires = offices_reviewed_and_expire()
        self._offices_expire = Gauge(
            "assay_offices_table_expires_timestamp_seconds",
            "When the shipped table of public offices expires: from that day on former holders are not told apart.",
            registry=to,
            multiprocess_mode="livemax",
        )
        self._offices_expire.set(datetime(expires.year, expires.month, expires.day, tzinfo=UTC).timestamp())
        self._precision = Gauge(
            "assay_check_precision",
            "Share of readers' verdicts that agree with a check's findings; only checks with verdicts.",
            ["code"],
            registry=to,
            multiprocess_mode="livemostrecent",
        )
        self._verdicts = Gauge(
            "assay_check_verdicts",
            "Readers' verdicts on a check's findings.",
            ["code", "verdict"],
            registry=to,
            multiprocess_mode="livemostrecent",
        )
        self._ruleset = ruleset
        self._make_label_sets()
        if not self._shared:
            ProcessCollector(registry=to)

    def _make_label_sets(self) -> None:
        # A series that is there from the start can be told from one that nobody exports.
        self._score = self._scores.labels(self._ruleset)
        self._told: dict[str, tuple[int, int]] = {}
        self._routes: dict[tuple[str, str], Histogram] = {}
        self._answers: dict[tuple[str, str, int], Counter] = {}
        for band in Band:
            self._articles.labels(band.value)
        for check in catalogue():
            self._findings.labels(check.code)
            self._failed.labels(check.code)
            self._dismissed.labels(check.code)
        self._stages = {stage: self._stage_seconds.labels(stage) for stage in STAGES}
        for outcome in ANNOUNCED:
            self._announced.labels(outcome)
        for reason in DROPPED:
            self._connections_dropped.labels(reason)
        for reason in JUDGES_ENDED:
            self._judges_ended.labels(reason)
        for reason in KEY_FAILURES:
            self._key_failures.labels(reason)
        for kind in LookupKind:
            for verdict in verdicts_of(kind):
                self._lookups.labels(kind.value, verdict.value)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the path's template."""
        timer = self._routes.get((route, method))
        if timer is None:
            timer = self._routes[route, method] = self._request_seconds.labels(route, method)
        timer.observe(seconds)
        answer = (route, method, status // 100)
        counter = self._answers.get(answer)
        if counter is None:
            counter = self._answers[answer] = self._requests.labels(route, method, f"{status // 100}xx")
        counter.inc()

    def scored(self, scored: Scored) -> None:
        """An article was scored."""
        self._articles.labels(scored.band.value).inc()
        if scored.score is not None:
            self._score.observe(scored.score)
        for found in scored.findings:
            self._findings.labels(found.code).inc()
        for code, _ in scored.failed:
            self._failed.labels(code).inc()
        for lookup, answer in scored.evidence.found.items():
            self._lookups.labels(lookup.kind.value, answer.verdict.value).inc()
            self._reasons.labels(answer.reason).inc()
        for stage, seconds in scored.seconds.items():
            self._stages[stage].observe(seconds)

    def judge_ended(self, reason: str) -> None:
        """A process that judged was lost over its work: `timeout` or `died`."""
        self._judges_ended.labels(reason).inc()

    def stored(self, seconds: float) -> None:
        """A report was stored, `seconds` after it was handed to the store."""
        self._stages["store"].observe(seconds)

    def followups(self, looks: int, messages: int) -> None:
        """What is still to be done for stored articles."""
        self._followups.labels("recheck").set(looks)
        self._followups.labels("webhook").set(messages)

    def uses(self, version: str) -> None:
        """Another ruleset is in use from now on."""
        self._ruleset_info.labels(self._ruleset).set(0)
        self._ruleset_info.labels(version).set(1)
        self._ruleset = version
        self._score = self._scores.labels(version)

    def confirmed(self, verdicts: Mapping[str, tuple[int, int]]) -> None:
        """How many readers agreed and disagreed with the findings of each code."""
        for code in self._told.keys() - verdicts.keys():
            self._forget(code)
        for code, (agreed, disagreed) in verdicts.items():
            self._precision.labels(code).set(agreed / (agreed + disagreed))
            for name, count in zip(VERDICTS, (agreed, disagreed), strict=True):
                self._verdicts.labels(code, name).set(count)
        self._told = dict(verdicts)

    def _forget(self, code: str) -> None:
        # Processes that share their numbers cannot take a series back, only say that it has none.
        if self._shared:
            self._precision.labels(code).set(float("nan"))
        else:
            self._precision.remove(code)
        for name in VERDICTS:
            self._verdicts.labels(code, name).set(0)

    def rescoring(self, unfinished: Sequence[Progress]) -> None:
        """How far the rescorings are that are not finished."""
        for state in (*ChunkState, "running"):
            running = state == "running"
            self._rescoring.labels(str(state)).set(
                sum(one.running if running else one.chunks[state] for one in unfinished)
            )
        rate = sum(one.rate or 0.0 for one in unfinished)
        left = sum(max(0, one.run.total - one.done) for one in unfinished)
        self._rescore_rate.set(rate)
        self._rescore_oldest.set(max((one.oldest or 0.0 for one in unfinished), default=0.0))
        self._rescore_eta.set(left / rate if rate else (float("nan") if left else 0.0))

    def asked(self, outcome: str, received: int) -> None:
        """The outside was asked: a class of statuses, or why no answer came."""
        self._requests_out.labels(outcome).inc()
        if received:
            self._bytes_in.observe(received)

    def refused(self, reason: str) -> None:
        """A URL was refused, by a rule of service.resolve."""
        self._refused.labels(reason).inc()

    def walked(self, hops: int) -> None:
        """A visit came to its end after so many URLs."""
        self._hops.observe(hops)

    def left_alone(self) -> None:
        """A server failed so often that it is not asked for a while."""
        self._left_alone.inc()

    def archived(self, origin: str) -> None:
        """The archive was asked for a page that is gone: `archived`, `never_seen` or `unknown`."""
        self._origins.labels(origin).inc()

    def announced(self, outcome: str) -> None:
        """A webhook was tried, with one of the outcomes ANNOUNCED."""
        self._announced.labels(outcome).inc()

    def dismissed(self, code: str) -> None:
        """A finding of a known code was dismissed."""
        self._dismissed.labels(code).inc()

    def connections(self, open_: int) -> None:
        """How many connections are open."""
        self._connections.set(open_)

    def connection_dropped(self, reason: str) -> None:
        """A connection was closed or refused, for one of the reasons DROPPED."""
        self._connections_dropped.labels(reason).inc()

    def key_refused(self, reason: str) -> None:
        """A request was refused for its key: `missing`, `wrong`, without the `scope`, or bound to a `site`.

        Or for being `foreign`, where no key exists.
        """
        self._key_failures.labels(reason).inc()

    def exposition(self, *, waiting: int) -> bytes:
        """Everything in Prometheus' text format; `waiting` is the number of writes queued now."""
        self._waiting.set(waiting)
        if not self._shared:
            return generate_latest(self.registry)
        _forget_dead(Path(os.environ[SHARED_DIRECTORY]))
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def share_between_workers() -> Path:
    """Make the empty folder through which worker processes add up; call it before the workers start."""
    folder = Path(tempfile.mkdtemp(prefix="assay-metrics-"))
    os.environ[SHARED_DIRECTORY] = str(folder)
    return folder


def _forget_dead(folder: Path) -> None:
    # A worker that was killed cannot take its gauges back; whoever is asked next does it.
    for pid in _processes(folder.glob("gauge_live*_*.db")):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid)  # type: ignore[no-untyped-call]
        except PermissionError:
            continue


def _processes(files: Iterable[Path]) -> set[int]:
    return {int(file.stem.rpartition("_")[2]) for file in files}
