# `make build` and `make test` need Python 3.11+, make and git; they set up the rest in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BASE_URL ?=
PAGES ?= 1000 10000
RUNS ?= 3
PEERS ?= all
HUGE ?= 0
PICTURES ?= 100
EDITS ?= 20
SOAK ?= 1000
WORKS ?= 3000

.DEFAULT_GOAL := build
.PHONY: build serve test test-browser test-limits test-cluster test-long check golden bench bench-citations bench-formulas bench-images bench-preview clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

build: $(READY)  ## build the site in content/ into _site/
	$(BIN)/sitegen build . $(if $(BASE_URL),--base-url "$(BASE_URL)")

serve: $(READY)  ## serve the site and rebuild it on every save
	$(BIN)/sitegen serve .

# Neighbours stay on one worker, so that what a module builds for its tests is built once. Three on
# two cores: tests of the preview and of limits wait much of the time. Without bytecode every process
# that a test starts would compile sitegen anew, for more than a second.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist worksteal

test: $(READY)  ## run the tests, except those below
	$(PYTEST) -m "not cluster and not limits" --ignore tests/browser --ignore tests/test_cluster.py

test-browser: $(READY)  ## run the tests of the theme and the preview in Chromium
	$(PYTEST) -m "not limits" tests/browser

test-limits: $(READY)  ## run more of what takes long: kills, disks that fail, limits, floods, surroundings
	$(PYTEST) -m limits $$(grep -rlE "mark\.limits|with_limits" tests --include="test_*.py")

test-cluster: $(READY)  ## run the tests that share a build out to a Dask cluster
	$(PYTEST) -m cluster tests/test_cluster.py

test-long: $(READY)  ## run every test in full: all random searches, faults and surroundings
	SITEGEN_LONG_TESTS=1 $(PYTEST)

check: $(READY)  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

golden: $(READY)  ## rewrite the expected outputs in tests/; read the diff
	$(BIN)/python -m pytest tests/test_golden.py tests/test_cases.py tests/test_broken_sites.py tests/test_authoring_guide.py tests/unit/mathematics/test_formulas.py tests/unit/research/csl/test_styles.py --golden

bench: $(READY)  ## measure against other generators; PAGES, RUNS, PEERS ("hugo eleventy"), HUGE=100000
	$(BIN)/python -m benchmarks.run --pages $(PAGES) --runs $(RUNS) --peers $(PEERS) --huge $(HUGE)
	$(BIN)/python -m benchmarks.images.run --pictures $(PICTURES) --runs $(RUNS) --peers $(PEERS)

bench-images: $(READY)  ## measure pictures only; PICTURES, RUNS, PEERS ("hugo sharp")
	$(BIN)/python -m benchmarks.images.run --pictures $(PICTURES) --runs $(RUNS) --peers $(PEERS)

bench-citations: $(READY)  ## measure citations, beside citeproc-js, citeproc-py and pandoc, and cross-references; WORKS, RUNS
	$(BIN)/python -m benchmarks.citations --works $(WORKS) --runs $(RUNS)
	$(BIN)/python -m benchmarks.cross_references --runs $(RUNS)

bench-formulas: $(READY)  ## measure formulas, beside the library that makes MathML of them
	$(BIN)/python -m benchmarks.formulas

bench-preview: $(READY)  ## measure saves in a real Chromium; PAGES, EDITS, PEERS ("hugo zensical"), SOAK=1000
	$(BIN)/python -m benchmarks.preview.run --pages $(PAGES) --edits $(EDITS) --peers $(PEERS) --soak $(SOAK)

clean:  ## remove what the other targets made
	rm -rf $(VENV) _site .sitegen benchmarks/.peers benchmarks/.work benchmarks/.work.json benchmarks/.work-preview benchmarks/.work-preview.json benchmarks/.work-images benchmarks/.work-images.json benchmarks/.photographs .mypy_cache .ruff_cache .pytest_cache .hypothesis node_modules
