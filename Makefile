# Everything needed on a fresh machine with Python 3.11 or newer, GNU make and a network for the first installation.
#
#   make demo               answers about one file of each kind (FILES="a.root b.hdf5" adds your own)
#   make test               lint, types, import contracts, tests: what must pass before a change is merged
#   make slow               the science that takes minutes
#   make experiments-smoke  every experiment from end to end in its smallest form
#   make docs               the documentation site, in site/; make docs-serve shows it while you write
#   make benchmark-peers    other people's models in an environment of their own, for python -m benchmarks
#
# The environment is VENV (default .venv). PYTHON is only used to create it.

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
WORKERS ?= 2
FILES ?=
PEERS := .venv-peers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# One thread a worker: small tests are slower, not faster, with more.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help venv model demo test lint types contracts tests slow docs docs-serve benchmark-peers clean

help:
	@sed -n '3,10s/^# \{0,1\}//p' Makefile

# Installation: a stamp per extra, remade when the dependencies change ------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "physfm needs Python 3.11 or newer on the PATH (or PYTHON=...)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-all: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e ".[all]" -c constraints.txt
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e ".[dev]" -c constraints.txt
	@touch $@ $(VENV)/.installed-all

venv: $(VENV)/.installed-dev

# The base language model is fetched and verified once, then found in its cache.
model: $(VENV)/.installed-all
	$(BIN)/python -m physfm models pull smollm2-135m

# What people run -----------------------------------------------------------------------------------------------------

demo: $(VENV)/.installed-all model
	$(BIN)/python -m physfm demo $(foreach file,$(FILES),--data $(file))

test: lint types contracts tests

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

tests: $(VENV)/.installed-dev model
	$(PYTEST)

slow: $(VENV)/.installed-dev model
	$(PYTEST) -m slow

# The notice about the next major version of MkDocs is silenced as it says itself; pyproject.toml keeps below it.
docs docs-serve: export NO_MKDOCS_2_WARNING = 1

docs: $(VENV)/.installed-dev
	$(BIN)/python -m mkdocs build --strict

docs-serve: $(VENV)/.installed-dev
	$(BIN)/python -m mkdocs serve

# Every experiment of the roadmap from end to end in its smallest form, into runs/NAME-smoke.
experiments-smoke: $(VENV)/.installed-all model
	set -e; for file in experiments/*/smoke.yaml; do \
		OMP_NUM_THREADS=2 HF_HUB_OFFLINE=1 $(BIN)/python -m experiments.$$(basename $$(dirname $$file)) --smoke; done

benchmark-peers: $(PEERS)/.installed

$(PEERS)/.installed: benchmarks/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/peers.txt
	@touch $@

clean:
	rm -rf build dist site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
