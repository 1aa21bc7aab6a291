# Two commands matter: `make demo` and `make test`. Each sets up all it needs from `python3` alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NAME ?=
LANGUAGE ?=

# Compiled modules are kept in this project's own environment: without them each start compiles a thousand anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test check bench serve lock texts clean
.DEFAULT_GOAL := demo

# uv installs in seconds what pip installs in a minute; it comes as a wheel where the machine has none.
UV = $$(command -v uv || echo $(BIN)/uv)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --require-hashes

$(BIN)/python:
	@echo "Setting up ($(VENV)) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Probant needs Python 3.11 or later; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@command -v uv >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt

# The mix model's sampler is compiled once, beside the rest: the first question of it should not wait, nor should a demo.
$(VENV)/.core: $(BIN)/python requirements/core.txt requirements/build.txt pyproject.toml hatch_build.py
	@$(INSTALL) -r requirements/build.txt -r requirements/core.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@nohup $(BIN)/python -c 'from probant.evidence.mmm.warm import warm; warm()' >/dev/null 2>&1 &
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.core
	@$(BIN)/probant demo $(if $(LANGUAGE),--lang $(LANGUAGE))

serve: $(VENV)/.core
	@$(BIN)/probant serve --project demo $(if $(LANGUAGE),--lang $(LANGUAGE))

test: $(VENV)/.dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python tools/texts.py --check
	@$(BIN)/python tools/docs.py --check

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(NAME)

texts: $(VENV)/.dev
	@$(BIN)/python tools/texts.py
	@$(BIN)/python tools/docs.py

# Made anew by hand when a dependency changes; hashes and versions, no address.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(BIN)/python
	@$(COMPILE) pyproject.toml -o requirements/core.txt
	@printf 'hatchling\nbabel\neditables\n' | $(COMPILE) - -c requirements/core.txt -o requirements/build.txt
	@printf 'uv\n' | $(COMPILE) - -o requirements/uv.txt
	@$(COMPILE) --group dev -c requirements/core.txt -o requirements/dev.txt

clean:
	@rm -rf $(VENV) demo demo.checkpoint.json bench/.peers bench/data .mypy_cache .ruff_cache .pytest_cache .hypothesis
