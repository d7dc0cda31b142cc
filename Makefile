# The two commands of the README are `make demo` and `make test`; both need only Python >= 3.11, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Two more than the two cores of a small machine, as many tests wait for processes and disks most of the time.
WORKERS ?= 4

YEARS ?= 1 2 3

.PHONY: demo install test test-long year check bench lock format clean

demo: $(VENV)/ready
	@$(BIN)/meantime demo

install: $(VENV)/ready

test: check
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

# The gate draws the same few examples every time; this draws many, and others every time.
test-long: $(VENV)/ready
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=long

# The gate lives through a quarter of a year with 20 clients; this through whole ones with 100, one a seed.
year: $(VENV)/ready
	YEAR_SEEDS="$(YEARS)" $(BIN)/pytest -n $(WORKERS) tests/days/test_year.py

check: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/ready
	$(BIN)/python -m benchmarks.replies
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.courses
	$(BIN)/python -m benchmarks.calendar
	$(BIN)/python -m benchmarks.pictures
	$(BIN)/python -m benchmarks.alerts

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/ready
	$(BIN)/uv pip compile -q --universal --upgrade --python-version 3.11 --all-extras pyproject.toml -o requirements.lock

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Meantime needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
