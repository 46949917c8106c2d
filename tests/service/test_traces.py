"""Traces of a request leave for a collector where the environment names one; nothing of an article is in them."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.service.cli.conftest import assay_command, environment  # noqa: F401
from tests.service.cli.test_serve import post, serving

pytest.importorskip("opentelemetry.sdk")
pytest.importorskip("opentelemetry.exporter.otlp.proto.http")


class Collector:
    """A server that keeps the traces that it is sent."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/v1/traces":
                    collector.bodies.append(body)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def collector() -> Iterator[Collector]:
    started = Collector()
    yield started
    started.server.shutdown()
    started.server.server_close()


def test_every_stage_of_a_request_is_a_span_of_one_trace(
    assay_command: Callable[..., list[str]],  # noqa: F811
    environment: dict[str, str],  # noqa: F811
    tmp_path: Path,
    collector: Collector,
) -> None:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    given = environment | {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_SERVICE_NAME": "assay"}
    with serving(assay_command("serve", "--port", "0"), tmp_path, given) as (running, _, curl):
        assert post(curl)[0] == 201
        running.terminate()
        running.wait(60)
    spans = [
        span
        for body in collector.bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    stages = {span.name: span for span in spans if span.name.startswith("assay.")}
    assert set(stages) >= {"assay.read", "assay.judge", "assay.store"}
    (request,) = [span for span in spans if not span.parent_span_id]
    assert "/v1/articles" in request.name
    assert {span.trace_id for span in stages.values()} == {request.trace_id}
    said = b"".join(collector.bodies)
    assert b"Saltby" not in said
    assert b"Norvale" not in said


def test_without_a_collector_nothing_is_made(
    assay_command: Callable[..., list[str]],  # noqa: F811
    environment: dict[str, str],  # noqa: F811
) -> None:
    code = "from service.pipeline import TRACER\nwith TRACER.start_as_current_span('a') as span: print(span.is_recording())"
    command = assay_command()
    done = subprocess.run([command[0], "-c", code], env=environment, capture_output=True, check=True)
    assert re.fullmatch(rb"False\s+", done.stdout)
