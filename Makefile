# `make test` is the command that must always work; everything else serves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The tests start hundreds of processes: each would compile the sources for itself.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo browser test checks engine interpreters notebooks mutants torture findings bench dock ensemble docs site messages lock clean

setup: $(VENV)/.ready

# The lock carries a hash for every file; pip refuses whatever does not match.  It would make the bytecode on one processor: all are used.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "inspectorate needs Python 3.11, 3.12 or 3.13; set PYTHON=/path/to/one")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	@$(BIN)/inspectorate --version
	@touch $@

# The baseline, the five countermeasures and all five together, ten years of the whole district on the same 60 worlds, two under each of 30 sets.
# The folder is the demo's own: what an older version left there is cleared away.
demo: setup
	@rm -rf results/demo
	$(BIN)/inspectorate compare --district jiuyuan --policy attention --policy coordination --policy boundaries \
	  --policy capacity --policy incentives --policy all-five --worlds 60 --months 120 --seed 1 --out results/demo

# Chromium (Debian's) and Playwright, which drives it, for the tests of the workshop's pages and their pictures; neither is part of the lock.
browser: setup
	@$(BIN)/python -c 'import playwright' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'playwright>=1.50,<2'
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; }

# Lint, types and the direction of imports first: they fail in seconds, and the engine is compiled meanwhile.
test: setup
	@$(MAKE) --no-print-directory --jobs=2 checks engine
	$(BIN)/python -m pytest

checks: setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Compiles the engine where that has not been done.
engine: setup
	@$(BIN)/python -m tests.conftest

# The wheel with its lock on every supported Python that is found here: the same digests, or why one was left out.  Minutes: each compiles.
interpreters: setup
	INSPECTORATE_INTERPRETERS=1 $(BIN)/python -m pytest -rA -n 2 tests/test_interpreters.py

# Full Jiuyuan, ten years, every shipped policy, both conductors, equal in everything; about an hour.
dock: setup
	$(BIN)/python -m tests.simulation.dock

# Everything that may happen to a sweep, done to it: 200 SIGKILLs, every operation on the disk failed, every bit flipped, 10,000 runs
# with three bad ones, clusters that lose workers or their scheduler, 10,000 malformed plans and as many malformed requests to the workshop.  Half an hour on two idle processors;
# a line for each verdict, exit code 1 where one is bad.  The last one is kept in results/reference/torture.txt.
torture: setup
	$(BIN)/python -m tests.torture

# Tests of the tests: the rules, the statistics and the checks of files changed in one place at a time; the changes that no test
# notices are listed, exit code 1 where one of them is not explained in tests/mutants/explained.toml.  An hour or two for all of them on an
# idle processor; SAMPLE=150 takes so many of each part, PART=rules (statistics, scenarios) and FILE=costs.py the mutants of these alone.
mutants: setup
	@$(BIN)/python -c 'import cosmic_ray' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'cosmic-ray>=8.7,<9'
	$(BIN)/python -m tests.mutants $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(PART),--part $(PART)) $(if $(FILE),--file $(FILE))

# The notebooks of docs/notebooks in JupyterLab, which is no part of the lock and is installed the first time.
notebooks: setup
	@$(BIN)/python -c 'import jupyterlab' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'jupyterlab>=4.4,<5'
	$(BIN)/python -m jupyterlab docs/notebooks

# How fast the engine is, in one table; docs/performance.md tells how to read it.  AGAINST=REV runs the engine of that commit and this
# one's in turn and prints the ratio: the gate of every change for speed.  QUICK=1: fewer runs; DIRTY=1: with changes not committed.
bench: setup
	$(BIN)/python -m experiments.upkeep.bench $(if $(AGAINST),--against '$(AGAINST)') $(if $(QUICK),--quick) $(if $(DIRTY),--dirty)

# Runs again what docs/findings.md tells and holds it against results/reference; goes on where it stopped.
findings: setup
	$(BIN)/python -m experiments.upkeep.findings

# Puts the usual set of the shipped ensemble, the one nearest to the middle that lands, into parameters.toml.
ensemble: setup
	$(BIN)/python -m experiments.upkeep.ensemble

# Rewrites the tables of docs/odd.md from the code and the data.
docs: setup
	$(BIN)/python -m experiments.upkeep.document

# The documents as a site with search, in both languages: build/site/index.html, which opens from a disk.  What builds it is no part of `make setup` and
# has a lock of its own, docs/site/site.lock; jieba, which cuts Chinese into words for the search, is on the index as source only.
site: setup
	@$(BIN)/python -c 'import material, jieba' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes --only-binary :all: --no-binary jieba -r docs/site/site.lock
	$(BIN)/python -m experiments.upkeep.site

# Brings the Chinese catalogue up to the sources, compiles it and lists what has no translation yet.
messages: setup
	$(BIN)/python -m experiments.upkeep.catalogue

# Writes requirements.lock anew from pyproject.toml; needs uv.  One version of each package for every Python: the same digest everywhere.
# What builds the site has a lock of its own, and takes of what both have the version of the first.
lock:
	uv pip compile pyproject.toml --extra studies --extra cluster --extra slurm --extra workshop --extra reports --extra dev --generate-hashes --universal --python-version 3.11 --fork-strategy fewest --no-emit-index-url --no-header -o requirements.lock
	python3 -c 'import tomllib; print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["site"]))' \
	  | uv pip compile - --constraint requirements.lock --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header -o docs/site/site.lock

clean:
	rm -rf $(VENV) build *.egg-info
