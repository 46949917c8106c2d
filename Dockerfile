# The base image. Give it by digest, as `make image` demands: a tag is what its owner makes of it today.
ARG PYTHON_IMAGE=python:3.12-slim

# Build: everything that compiles or resolves stays in this stage; nothing is installed that a lock does not hash.
FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
COPY requirements.lock requirements-build.lock ./
RUN python3 -m venv /opt/assay && python3 -m venv /opt/build
RUN /opt/assay/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
RUN /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY scoring ./scoring
COPY service ./service
COPY migrations ./migrations
RUN /opt/build/bin/pip wheel --no-cache-dir --no-index --no-deps --no-build-isolation -w /opt/wheel .
RUN /opt/assay/bin/pip install --no-cache-dir --no-index --no-deps /opt/wheel/assay-*.whl

# Run: an unprivileged user, a read-only program, one writable folder.
FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /data --create-home assay
COPY --from=build /opt/assay /opt/assay
ENV PATH="/opt/assay/bin:$PATH" \
    ASSAY_HOST=0.0.0.0 \
    ASSAY_DATABASE_URL=sqlite:////data/assay.sqlite3 \
    ASSAY_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["assay", "serve"]
