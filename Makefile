# policytui: `make run` opens it, `make test` tests it. Both make their own environment in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: run test check slow bench format clean lock screenshots

run: $(VENV)/.run
	@$(BIN)/policytui --root policies

test: $(VENV)/.dev
	$(PYTEST)

# Format, lint, strict types, the floor rules and every quick test.
check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) test

# The long sweeps that `make test` leaves out.
slow: $(VENV)/.dev
	$(PYTEST) -m slow --timeout 1200

# Ratios against the programs people would use instead; never a pass or fail by time.
bench: $(VENV)/.dev
	$(BIN)/python -m tools.bench
	$(BIN)/python -m tools.bench_redline

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pictures of every screen in every theme, from the running program.
screenshots: $(VENV)/.dev
	$(BIN)/python tools/screenshots.py

# Renew the lock files (needs uv).
lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "policytui needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.lock
	@touch $@
