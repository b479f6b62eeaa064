# Two commands for everybody: `make run` opens the dashboard on the sample, `make test` runs
# every test, the browser's included. Both set up what they need in .venv, from the lock files.

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python

.PHONY: run test check bench browser lock clean

run: .venv/run.done
	$(BIN)/wenmai serve

test: .venv/dev.done browser
	$(BIN)/pytest -m "" --numprocesses logical --maxprocesses 4 --dist loadfile

check: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest tests/test_house.py tests/test_licences.py

bench: .venv/bench.done
	$(BIN)/python -m tests.bench

# Debian's chromium is used where it is installed; elsewhere playwright fetches its own.
browser: .venv/dev.done
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	  || $(BIN)/playwright install chromium

.venv/bin/uv:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
	  || { echo "Wenmai needs Python 3.11 or newer; name one with: make PYTHON=python3.13"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/run.done: requirements.txt pyproject.toml | .venv/bin/uv
	$(UV) --require-hashes -r requirements.txt
	$(UV) --no-deps --editable .
	@touch $@

.venv/dev.done: requirements-dev.txt .venv/run.done
	$(UV) --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bench.done: requirements-bench.txt .venv/run.done
	$(UV) --require-hashes -r requirements-bench.txt
	@touch $@

# After a change of pyproject.toml: resolve anew for every platform and Python we support.
lock: | .venv/bin/uv
	for set in ":" "-dev:--group dev" "-bench:--group dev --group bench"; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --custom-compile-command "make lock" \
	    pyproject.toml $${set#*:} --output-file requirements$${set%%:*}.txt || exit 1; \
	done

clean:
	rm -rf .venv dist build
