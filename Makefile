# One command for each habit. `make check` is the whole of CI besides the tests.
PY ?= .venv/bin/python
BIN := $(dir $(PY))
PARALLEL := -n auto --dist worksteal

.PHONY: precision setup serve test test-fast check format docs golden lock audit sbom clients image siege load new-check bench peers eval eval-quick eval-dates eval-attribution eval-sentences conformance chaos growth fuzz

setup:           ## a virtual environment with everything that development needs
	python3 -m venv .venv
	$(BIN)pip install -q -c constraints.txt -e '.[test]'

serve:           ## the service with a few articles of our own
	$(BIN)assay serve --demo

test:            ## all tests on all cores; PostgreSQL is found or started
	$(BIN)pytest $(PARALLEL)

test-fast:       ## scoring and the house's habits, under a minute: no database, no network
	$(BIN)pytest $(PARALLEL) tests/scoring tests/test_house.py tests/test_docs.py

check:           ## format, lint, types, import contracts, fresh docs and locks
	$(BIN)ruff format --check .
	$(BIN)ruff check .
	$(BIN)mypy
	$(BIN)lint-imports
	$(PY) tools/build_docs.py --check
	$(PY) tools/check_lock.py

format:          ## write what `check` would ask for
	$(BIN)ruff format .
	$(BIN)ruff check --fix .

docs:            ## rule pages from docstrings and cases
	$(PY) tools/build_docs.py

golden:          ## rewrite the golden reports; the diff is the review
	$(PY) tools/golden.py

new-check:       ## scaffold a check: make new-check CODE=FIL_NEW_FAULT
	$(PY) tools/new_check.py $(CODE)

lock:            ## pin every dependency again (needs uv)
	$(PY) tools/check_lock.py --write

audit:           ## known vulnerabilities of every pin, of the index at ADDRESS=...; fails where it tells nothing
	$(PY) tools/audit_pins.py $(ADDRESS)

sbom:            ## the bill of materials of the image's packages (CycloneDX)
	$(PY) tools/sbom.py > sbom.json

image:           ## the container image on a base given by digest: make image BASE=python@sha256:…
	@case "$(BASE)" in *@sha256:*) ;; *) echo "give the base by digest: BASE=python@sha256:…" >&2; exit 2;; esac
	docker build --build-arg PYTHON_IMAGE=$(BASE) -t assay .

siege:           ## silent, slow and endless requests, with others beside them: served, and within memory?
	$(PY) tools/siege.py

load:            ## latency of POST beside an empty handler, and of small texts beside a large one
	$(PY) -m benchmarks.load

clients:         ## generate clients of the OpenAPI document by three generators, and use each; needs npm
	$(PY) -m tools.clients
	$(BIN)pytest -n0 tests/service/test_generated_clients.py

conformance:     ## schemathesis, all phases, against a running service
	$(PY) tools/conformance.py

chaos:           ## kills, outages and races against a running service: half an hour; WHAT="kills --posts 500" for less
	$(PY) -m tools.chaos $(WHAT)

bench:           ## all benchmarks, each with its reference in the same run
	$(PY) -m benchmarks

peers:           ## what `bench` and `eval` measure beside Assay, in an environment of their own
	python3 -m venv .venv-peers
	.venv-peers/bin/pip install -q -r benchmarks/peers.txt

growth:          ## how the work of every part grows on hostile texts, up to a megabyte; hours of CPU
	$(PY) tools/growth.py

FUZZ_SECONDS ?= 60
fuzz:            ## a minute of inputs that nobody writes, in an environment of its own
	python3 -m venv .venv-fuzz
	.venv-fuzz/bin/pip install -q -c constraints.txt -e . atheris==3.0.0
	.venv-fuzz/bin/python tools/fuzz.py --seconds $(FUZZ_SECONDS)

eval:            ## error rates on the labelled development data, where it is present: writes docs/error-rates.md
	$(PY) -m tools.evaluate $(ARGS)

eval-quick:      ## the gates and tables on a sample, a few minutes on one core (ARGS: --most N --edited N)
	$(PY) -m tools.evaluate --quick $(ARGS)

precision:       ## what readers said of findings beside what fires today, on the labelled data: a table of docs/error-rates.md
	$(PY) -m tools.precision

eval-dates:      ## date mentions on the labelled development data, beside their peers
	$(PY) tools/evaluate_dates.py

eval-attribution: ## quotes and sources on the labelled development data, beside their peers
	$(PY) tools/evaluate_attribution.py

eval-sentences:  ## where sentences end, beside pysbd and syntok (ARGS: --pysbd and --syntok, checkouts with their test data)
	$(PY) tools/evaluate_sentences.py $(ARGS)
