# Two commands for everybody: `make run` opens the dashboard on the sample, `make test` runs the
# tests, the browser's included. Both set up what they need: .venv from the lock files, and parts
# of the system where Debian's packages may be installed. A missing part stops them.

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python

.PHONY: run test soak check bench parts lock clean
.NOTPARALLEL:

run: .venv/run.done
	$(BIN)/wenmai serve

test: parts .venv/dev.done
	$(BIN)/pytest -m "not soak" --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# What takes long on purpose: fuzzing, growth, load, and the same again many times; every law with
# twenty times as many examples; then the browser's tests ten times on a busy machine.
soak: .venv/dev.done
	@.ci/parts soak $(PYTHON)
	$(BIN)/pytest -m soak --timeout 7200
	$(BIN)/pytest -m "hypothesis and not soak" --hypothesis-profile soak --timeout 7200
	.ci/busy 10

check: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest tests/test_house.py tests/test_licences.py

bench: .venv/bench.done
	$(BIN)/python -m tests.bench

parts:
	@.ci/parts test $(PYTHON)

.venv/bin/uv:
	@.ci/parts venv $(PYTHON)
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
	for set in ":" "-dev:--group dev" "-bench:--group dev --group bench" \
	    "-server:--extra postgres --extra login --extra cluster --group image"; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --custom-compile-command "make lock" \
	    pyproject.toml $${set#*:} --output-file requirements$${set%%:*}.txt || exit 1; \
	done

clean:
	rm -rf .venv dist build
