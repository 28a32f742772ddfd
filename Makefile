# Everything a developer runs. Needs Python 3.11 or newer, make, git and a package registry; sets itself up.

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check api bench docs expected wheel wheelhouse lock format clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
# The first Python that is new enough; say PYTHON=... for another.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$each"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
WORKERS ?= 2
DEMO := examples/harbor-parts
COMPILE = $(VENV)-uv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--fork-strategy fewest --custom-compile-command "make lock"

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

setup: $(STAMP) ## the development set-up in .venv, from the lock

$(STAMP): requirements/dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer; say make PYTHON=/path/to/python" >&2; exit 2; }
	@test -x $(BIN)/python || { echo "setting up $(VENV) with $(PYTHON) (once)"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP) ## the main job on the bundled example: what a tree depends on, and what an order says of it
	@$(BIN)/python tools/demo.py $(DEMO)

serve: $(STAMP) ## the bundled example in a browser; Ctrl-C ends it
	@$(BIN)/flowdown serve --profile $(DEMO)/flowdown.yaml --store $(VENV)/example-claims.sqlite

test: $(STAMP) ## all tests
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

check: $(STAMP) ## everything but the tests
	$(BIN)/python -m tools.check

api: $(STAMP) ## ask the server all that its OpenAPI says and does not say, as each role (schemathesis, in an environment of its own)
	$(BIN)/python -m tools.check_api $(ROLES)

bench: $(STAMP) ## every suite of bench/; SUITE=walk for one; TREES=DIR for the folder of trees (then: speed)
	$(if $(TREES),FLOWDOWN_TREES="$(TREES)" )$(BIN)/python bench/run.py $(or $(SUITE),$(if $(TREES),speed))

docs: $(STAMP) ## write the reference pages anew from the code
	$(BIN)/python -m tools.generate_docs

expected: $(STAMP) ## write the expected outputs of tests/projects and the golden papers anew
	$(BIN)/python -m tools.expected
	$(BIN)/python -m tests.unit.report.papers.golden

format: $(STAMP) ## bring all files into form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

wheel: $(STAMP) ## a wheel in dist/
	@rm -rf dist/*.whl
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

wheelhouse: wheel ## dist/wheelhouse: all that an offline machine of this kind needs
	@rm -rf dist/wheelhouse
	$(PIP) wheel --require-hashes --wheel-dir dist/wheelhouse -r requirements/run.lock
	@cp dist/flowdown-*.whl dist/wheelhouse
	@echo "there: pip install --no-index --find-links wheelhouse flowdown"

lock: ## resolve the dependencies of pyproject.toml anew
	@test -x $(VENV)-uv/bin/uv || { $(PYTHON) -m venv $(VENV)-uv; $(VENV)-uv/bin/python -m pip --quiet install uv; }
	$(COMPILE) $(UPGRADE) --output-file requirements/run.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --extra dev --constraint requirements/run.lock --output-file requirements/dev.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --extra server --extra postgresql --constraint requirements/dev.lock --output-file requirements/server.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --output-file requirements/schemathesis.lock requirements/schemathesis.in

clean: ## remove what was made
	rm -rf $(VENV) $(VENV)-uv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
