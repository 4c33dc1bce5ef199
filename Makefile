# `make demo` and `make test` need only Python, make and git: they set up .venv by themselves.
# Another interpreter: make test PYTHON=python3.13

PYTHON ?= python3
CORPUS ?= real
SIZES ?= 1k,10k,100k
VERSIONS ?= python3.11 python3.12 python3.13 python3.14
MUTANTS ?= 250
MINUTES ?= 10
VENV := .venv
NATIVE := $(wildcard civicsearch/native/*.[ch] civicsearch/native/compile.py)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

help:
	@echo "make demo       set up, index the sample posts into index/, show a search"
	@echo "make test       set up, run the tests"
	@echo "make test-pure  the tests of index, search and language without compiled kernels"
	@echo "make test-versions  the tests with each Python that is found (VERSIONS='python3.12 python3.13')"
	@echo "make test-lowest    the tests with every library at its declared lower bound"
	@echo "make coverage   set up, run the tests and tell which lines and branches they reach"
	@echo "make mutants    set up, change the core in small ways and tell which changes no test notices (MUTANTS=250)"
	@echo "make lint       set up, check style, types and import contracts"
	@echo "make check      lint and test: everything that a change must pass"
	@echo "make bench      set up, measure beside other engines (CORPUS=real, 100k, 1m)"
	@echo "make bench-page put what make bench has measured into docs/explanation/speed.md"
	@echo "make scale      set up, measure how time and memory grow with the posts (SIZES=1k,10k,100k)"
	@echo "make relevance  set up, judge the ranking beside other engines and without each of its parts"
	@echo "make spelling   set up, measure did-you-mean beside other spellers, for docs/explanation/spelling.md"
	@echo "make fuzz       set up, read random files as posts, and search for random texts (MINUTES=10)"
	@echo "make torture    make fuzz, then hostile posts, failing disks, killed refreshes: half an hour (MINUTES=10)"
	@echo "make soak       set up, refresh and search until something grows or an hour is over (MINUTES=60)"
	@echo "make docs       set up, make the generated pages and pictures of docs/"
	@echo "make format     set up, put the code into the house style"
	@echo "make clean      remove .venv, caches and build results; the index stays"

demo: $(VENV)/ready
	$(BIN)/civicsearch demo

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest --numprocesses auto

# What searches and builds without compiled kernels.
test-pure: $(VENV)/ready-dev
	CIVICSEARCH_PURE=1 $(BIN)/python -m pytest --numprocesses auto tests/index tests/search tests/language

# Each Python has an environment of its own, which stays for the next time.
test-versions:
	@for python in $(VERSIONS); do \
	  if $$python --version 2>/dev/null; then \
	    $(MAKE) --no-print-directory test PYTHON=$$python VENV=build/venv-$$(basename $$python) || exit 1; \
	  else echo "$$python: not found, left out"; fi; \
	done

test-lowest: $(VENV)/ready-dev
	$(BIN)/python -m venv --clear build/venv-lowest
	$(BIN)/python -m tests.project.lowest > build/venv-lowest/constraints.txt
	build/venv-lowest/bin/python -m pip --disable-pip-version-check install --quiet \
	  --constraint build/venv-lowest/constraints.txt --editable '.[dev]'
	build/venv-lowest/bin/python -m pytest --numprocesses auto

coverage: $(VENV)/ready-coverage
	$(BIN)/python -m pytest --numprocesses auto --cov --cov-context=test --cov-report=
	CIVICSEARCH_PURE=1 $(BIN)/python -m pytest --numprocesses auto --cov --cov-append --cov-context=test \
	  --cov-report=json:build/coverage.json tests/index tests/language tests/search
	$(BIN)/python -m tests.project.branches build/coverage.json

mutants: $(VENV)/ready-coverage
	@test -f .coverage || $(MAKE) --no-print-directory coverage
	$(BIN)/python -m tests.mutation --count $(MUTANTS)

lint: $(VENV)/ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/ready-bench
	$(BIN)/python -m tests.benchmarks --work build/bench --corpus $(CORPUS) --json build/bench/$(CORPUS).json

bench-page: $(VENV)/ready-bench
	$(BIN)/python -m tests.benchmarks.page build/bench/*.json

scale: $(VENV)/ready-bench
	$(BIN)/python -m tests.benchmarks.scale --work build/bench --sizes $(SIZES)

relevance: $(VENV)/ready-relevance
	$(BIN)/python -m tests.relevance --ablation --write

spelling: $(VENV)/ready-bench
	$(BIN)/python -m tests.spelling

fuzz: $(VENV)/ready-dev
	$(BIN)/python -m tests.fuzz $(MINUTES)

torture: fuzz
	$(BIN)/python -m tests.trust

soak: MINUTES = 60
soak: $(VENV)/ready-dev
	$(BIN)/python -m tests.trust.soak $(MINUTES)

docs: $(VENV)/ready-dev
	$(BIN)/python -m docs.generate

clean:
	rm -rf $(VENV) civicsearch/native/*.so build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find civicsearch docs tests -name __pycache__ -type d -prune -exec rm -rf {} +

# pip is the last thing that venv puts in place: where it is missing, an earlier try was cut short.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "civicsearch needs Python 3.11 or newer as '$(PYTHON)'. Name another one: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: pyproject.toml $(NATIVE) | $(BIN)/pip
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/ready-bench: pyproject.toml $(NATIVE) | $(BIN)/pip
	$(PIP) install --quiet --editable '.[bench]'
	@touch $@

$(VENV)/ready-relevance: pyproject.toml $(NATIVE) | $(BIN)/pip
	$(PIP) install --quiet --editable '.[relevance]'
	@touch $@

$(VENV)/ready-coverage: pyproject.toml $(NATIVE) | $(BIN)/pip
	$(PIP) install --quiet --editable '.[dev,coverage]'
	@touch $@

$(VENV)/ready-dev: pyproject.toml $(NATIVE) | $(BIN)/pip
	$(PIP) install --quiet --editable '.[dev]'
	@touch $(VENV)/ready $@

.PHONY: help demo test test-pure test-versions test-lowest coverage mutants lint check bench bench-page scale relevance spelling fuzz torture soak docs format clean
