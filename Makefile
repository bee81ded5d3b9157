# Two commands for a newcomer: `make demo` and `make test`. `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Bundled song of the demo (ours, CC0).
SONG := demo/first-light.ogg

.PHONY: demo test check lint types imports tests format clean

$(PY):
	$(PYTHON) -c 'import sys; sys.exit("automapper needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.light: pyproject.toml constraints.txt | $(PY)
	$(PY) -m pip install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.full: pyproject.toml constraints.txt | $(PY)
	$(PY) -m pip install --quiet -c constraints.txt -e ".[train,dev]"
	touch $@ $(VENV)/.light

demo: $(VENV)/.light
	$(VENV)/bin/bsa-generate $(SONG) --output outputs/demo.zip --picture outputs/demo.png --click outputs/demo-click.ogg --force

test: $(VENV)/.full
	$(PY) -m pytest -n 2

lint: $(VENV)/.full
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.full
	$(VENV)/bin/mypy

imports: $(VENV)/.full
	$(VENV)/bin/lint-imports

tests: test

check: lint types imports test

format: $(VENV)/.full
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
