# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LINTERS := .pyright .mypy .ruff .imports
PARTS := .audits .field .processes .commands .slow .units
FAST := .fast-audits .fast-others
COMMANDS := $(addprefix tests/,architecture ci command_line documentation documented faults plugin)
SIDE_BY_SIDE = $(MAKE) --no-print-directory --keep-going --output-sync=target
LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock'

# Without its bytecode, each of the many child processes compiles the packages again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check pytest docs wheel pyz bench field lock clean \
  $(PARTS) $(FAST) $(LINTERS)

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(BIN)/.ready ## audit the two demonstration suppliers (about 10 minutes)
	$(BIN)/epreuve demo

# One job for each part, and one for the linters, in turn.
test: $(BIN)/.ready ## the whole test suite, linters and type checkers
	$(SIDE_BY_SIDE) --jobs=7 $(PARTS) $(LINTERS)

check: $(LINTERS) ## ruff, mypy, pyright, import-linter

pytest: $(BIN)/.ready ## the whole test suite alone (PYTEST='...' adds options)
	$(SIDE_BY_SIDE) --jobs=6 $(PARTS)

test-fast: $(BIN)/.ready ## unit tests and linters, under 90 s on two cores
	$(SIDE_BY_SIDE) --jobs=2 $(FAST) $(LINTERS)

# Each test is in one part: tests/documented/test_make.py. The first four mostly wait.
# Several audits share the cores here: a busy bench is expected, and only a warning.
.audits .field .processes .commands: export EPREUVE_BUSY_BENCH=warn
.audits:
	$(BIN)/pytest -q --durations=10 -m "audit and not field" $(PYTEST)

# Two real services against their own storage: docs/field.md.
.field:
	$(BIN)/pytest -q --durations=10 -m field $(PYTEST)

.processes:
	$(BIN)/pytest -q --durations=10 -m "process and not audit" \
	  $(addprefix --ignore=,$(COMMANDS)) $(PYTEST)

.commands:
	$(BIN)/pytest -q --durations=10 -m "process and not audit" $(COMMANDS) $(PYTEST)

# These two and the linters only compute: `nice` leaves the cores to what has to be on time.
.slow:
	nice $(BIN)/pytest -q --durations=10 -m "slow and not process" $(PYTEST)

# Coverage triples their time, and would triple that of the slow tests.
.units:
ifdef COVERAGE
	nice $(BIN)/coverage run -m pytest -q --durations=10 -m "not slow and not process" $(PYTEST)
	$(BIN)/coverage report
else
	nice $(BIN)/pytest -q --durations=10 -m "not slow and not process" $(PYTEST)
endif

# pytest prints how many tests are left out. The two parts take about as long.
.fast-audits:
	$(BIN)/pytest -q --durations=5 -m "not slow and not process" tests/audits $(PYTEST)

.fast-others:
	$(BIN)/pytest -q --durations=5 -m "not slow and not process" --ignore=tests/audits $(PYTEST)

.ruff: $(BIN)/.ready
	nice $(BIN)/ruff check .
	nice $(BIN)/ruff format --check .

.mypy: $(BIN)/.ready
	nice $(BIN)/mypy

.pyright: $(BIN)/.ready
	nice $(BIN)/pyright

.imports: $(BIN)/.ready
	nice $(BIN)/lint-imports

.bin/docs/.ready: docs/site/requirements.lock
	$(PYTHON) -m venv .bin/docs
	.bin/docs/bin/pip install --quiet --require-hashes -r docs/site/requirements.lock
	touch $@

docs: $(BIN)/.ready .bin/docs/.ready ## the documentation as a static site, French and English: dist/docs
	$(BIN)/python docs/site/generate.py build/docs
	rm -rf dist/docs
	for each in fr en; do .bin/docs/bin/sphinx-build --quiet --fail-on-warning --keep-going \
	  --conf-dir docs/site -D language=$$each build/docs/$$each dist/docs/$$each || exit 1; done
	cp docs/site/index.html dist/docs/
	$(BIN)/python docs/site/links.py dist/docs

wheel: $(BIN)/.ready ## what pip installs elsewhere: dist/epreuve-VERSION-py3-none-any.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

.bin/shiv/bin/shiv:
	$(PYTHON) -m venv .bin/shiv
	.bin/shiv/bin/pip install --quiet shiv==1.0.8

pyz: .bin/shiv/bin/shiv ## one file for machines without the Internet (same Python version): dist/epreuve.pyz
	rm -rf build/pyz
	mkdir -p build dist
	.bin/shiv/bin/pip install --quiet --require-hashes --target build/pyz -r requirements.lock
	.bin/shiv/bin/pip install --quiet --no-deps --target build/pyz .
	.bin/shiv/bin/shiv --extend-pythonpath --reproducible --compressed --python '/usr/bin/env python3' \
	  --site-packages build/pyz --console-script epreuve --output-file dist/epreuve.pyz

bench: $(BIN)/.ready ## the tables of docs/performance.md, peers beside; on a quiet machine, an hour
	for each in start proxy networks load assess history; do echo "== $$each"; \
	  $(BIN)/python tests/benchmarks/bench_$$each.py || echo "$$each: not measured whole"; done

FIELD_OPTIONS = $(if $(SERVICE),--service $(SERVICE)) $(if $(RATE),--rate $(RATE)) \
  $(if $(SCALE),--scale $(SCALE)) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(VARIANT),--variant $(VARIANT)) \
  $(if $(AT_ONCE),--at-once $(AT_ONCE))

field: $(BIN)/.ready ## audit real services, compare verdicts with their data (docs/field.md)
	$(BIN)/python -m tests.field $(FIELD_OPTIONS)

lock: ## pin the dependencies anew (needs uv)
	uv pip compile $(LOCK_OPTIONS) pyproject.toml -o requirements.lock
	uv pip compile $(LOCK_OPTIONS) --all-extras --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile $(LOCK_OPTIONS) --group docs -o docs/site/requirements.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) dist build runs
