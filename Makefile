# One command for each habit. `make check` is the whole of CI besides the tests.
PY ?= .venv/bin/python
BIN := $(dir $(PY))

.PHONY: setup serve test check format docs golden lock new-check bench eval eval-dates eval-attribution conformance

setup:           ## a virtual environment with everything that development needs
	python3 -m venv .venv
	$(BIN)pip install -q -c constraints.txt -e '.[test]'

serve:           ## the service with a few articles of our own
	$(BIN)assay serve --demo

test:            ## all tests; PostgreSQL is found or started
	$(BIN)pytest

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

conformance:     ## schemathesis, all phases, against a running service
	$(PY) tools/conformance.py

bench:           ## all benchmarks, each with its reference in the same run
	$(PY) -m benchmarks

eval:            ## score the labelled development data, where it is present
	$(PY) tools/evaluate.py

eval-dates:      ## date mentions on the labelled development data, beside their peers
	$(PY) tools/evaluate_dates.py

eval-attribution: ## quotes and sources on the labelled development data, beside their peers
	$(PY) tools/evaluate_attribution.py
