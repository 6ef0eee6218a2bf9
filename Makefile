# Each target makes .venv by itself the first time, and again when the lock file changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: help demo test quick lab check format api curriculum bench soak lock
help:  ## what one can say here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; say which with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "1 of 3: a Python environment of its own, in $(VENV) (seconds)"
	@$(PYTHON) -m venv $(VENV)
	@echo "2 of 3: packages, each checked by its hash (two to five minutes, by your network)"
	@$(BIN)/python requirements/install.py --require-hashes -r requirements/dev.txt
	@echo "3 of 3: the course's own package (seconds)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## a sample cohort of 12, in demo/: release, submit, collect, grade, feedback, report
	@echo "twelve learners work a module in demo/: a minute or two, the first time"
	@$(BIN)/course demo

quick: $(READY)  ## what an author needs before a commit: minutes; only changed exercises are proven
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/course check
	$(BIN)/course prove
	$(BIN)/pytest -q -n 2 --dist loadfile tests/authoring tests/lessons tests/program \
	  tests/test_notebooks.py tests/test_floors.py tests/test_docs.py tests/test_material.py \
	  --ignore tests/authoring/test_material_proofs.py -k "not nbval"

test: $(READY)  ## all tests, nbval on all material included; the slowest are listed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/course check
	# in plain order: xdist would begin with the files of most tests and end with the longest ones
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder \
	  --minutes --durations 20 --durations-min 5

lab: $(READY)  ## JupyterLab with the course, as an instructor
	$(BIN)/course lab

check: $(READY)  ## program.toml, notebooks and exercises keep the conventions; no code is dead
	$(BIN)/course check
	$(BIN)/pytest -q tests/test_tools.py
	$(BIN)/course prove

format: $(READY)  ## code and notebooks in canonical form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/course format

api: $(READY)  ## docs/api.md anew, of the docstrings
	$(BIN)/python docs/api_page.py

curriculum: $(READY)  ## docs/curriculum.md anew, of program.toml and the notebooks
	$(BIN)/python docs/curriculum_page.py

bench: $(READY)  ## measurements beside peers
	$(BIN)/python -m benchmarks

ifeq (soak,$(firstword $(MAKECMDGOALS)))
TRIAL := $(wordlist 2,2,$(MAKECMDGOALS))
$(eval $(TRIAL):;@:)
endif
soak: $(READY)  ## long trials, each some minutes: `make soak` lists them, `make soak kills` runs one
	$(BIN)/python -m benchmarks soak $(TRIAL)

lock: $(READY)  ## resolve requirements/dev.txt anew (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --extra dev --output-file requirements/dev.txt
