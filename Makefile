# Fogline's verbs. `make brief` and `make test` set up what they need by themselves; the second time they start at once.
# Works with GNU make 3.81 (macOS). Set-up: .venv by python3 -m venv, uv pinned by hash, then the locked dependencies.

VENV := .venv
RUN := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
JOURNEYS := tests/serve/test_desk_browser.py tests/serve/test_desk_journeys.py
LOCK := uv.lock pyproject.toml requirements-uv.txt
SYNC := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(VENV)/bin/uv sync --frozen --inexact --quiet --python $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help brief test browser lint format docs bench floors answers serve train build clean

help: ## what there is to do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

brief: $(RUN) ## sets up, then prints the brief of the reports in examples/ (or of PATHS=...)
	@$(VENV)/bin/fogline brief $(or $(PATHS),examples)

test: $(DEV) ## sets up what tests need, then runs them all
	@$(VENV)/bin/python -m pytest -n 2

browser: $(DEV) ## the desk's journeys in a real browser (Debian's chromium), with Playwright set up for it
	@$(SYNC) --group browser
	@$(VENV)/bin/python -m pytest -n 2 -rs $(JOURNEYS)

lint: $(DEV) ## ruff, mypy --strict, the arrows between rooms
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

format: $(DEV) ## writes the code as ruff likes it
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

docs: $(DEV) ## writes the generated pages anew (glossary, codebook, reference)
	@$(VENV)/bin/python docs/generate.py
	@$(VENV)/bin/python docs/brief_picture.py

bench: $(DEV) ## speed, memory and start-up on this machine
	@$(VENV)/bin/python bench/speed.py $(ARGS)

floors: $(DEV) ## scores on the public corpora (CORPORA=../shared/corpora) against bench/floors.toml
	@$(VENV)/bin/python bench/score.py --corpora $(or $(CORPORA),../shared/corpora) $(ARGS)

serve: $(DEV) ## the desk in the browser, on examples/ (or on PATHS=...)
	@$(VENV)/bin/fogline serve $(or $(PATHS),examples)

train: $(DEV) ## makes the reader's trained weights anew from CORPORA=../shared/corpora (up to hours, on the CPU)
	@sh training/train.sh $(VENV) $(or $(CORPORA),../shared/corpora)

build: $(DEV) ## the wheel and the source package, in dist/
	@$(VENV)/bin/uv build --quiet --out-dir dist && ls dist

clean: ## removes what was set up and made here
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUN): $(LOCK)
	@sh tools/setup.sh $(VENV)
	@echo "Setting up: the locked dependencies ..." >&2
	@$(SYNC) --no-dev
	@touch $(RUN)

$(DEV): $(RUN)
	@echo "Setting up: what tests and checks need ..." >&2
	@$(SYNC)
	@touch $(DEV)
