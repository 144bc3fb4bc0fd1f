# Sets up what it needs and says so: system packages, then a virtual environment in .venv.
# The stamps make a second run quick; changing pyproject.toml installs again.

VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
INSTALLED := $(VENV)/.installed
PEERS := out/peers-venv
SAMPLE := $(firstword $(wildcard samples/redwood/*.tif))
LINES := out/lines
COVERAGE := out/coverage.txt
SAMPLE_FONTS := fonts-dejavu-core fonts-liberation

# Tesseract takes every core by default, and is slower for it when two run at once.
export OMP_THREAD_LIMIT := 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs bench bench-accuracy bench-batch bench-faults bench-forms bench-generic bench-losses bench-million bench-peers bench-reconcile bench-review bench-keys fuzz golden golden-accuracy calibration language recalibration reader samples setup prepare clean

help: ## list the targets
	@grep -E '^[a-z-]+:.* ## ' Makefile | sed -E 's/^([a-z-]+):.* ## (.*)/  make \1\t\2/' | expand -t 24

demo: $(CORE) ## install the tool alone, then extract a sample scan to a table on the screen
	@echo "Extracting $(SAMPLE)"
	@$(BIN)/form4 extract $(SAMPLE) --format table || [ $$? -eq 1 ]  # 1: some cells want review

test: lint ## set up, then run every check: ruff, mypy, the tests and their coverage
	@echo "Running the tests"
	@mkdir -p out
	@$(BIN)/python -m slipcover --source extractor --immediate --skip-covered --out $(COVERAGE) -m pytest -n 2
	@awk 'END { print "Coverage: " $$4 " % of the lines of extractor/; $(COVERAGE) lists those that did not run" }' $(COVERAGE)

lint: setup ## run ruff and mypy only
	@echo "Checking style and types"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --strict

docs: setup ## build the documents as a site: out/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "Open out/site/index.html"

bench: setup ## print the figures of speed and memory (about ten minutes)
	@$(BIN)/python -m samples.bench

bench-accuracy: setup ## measure on generated forms kept back for it (about half an hour)
	@$(BIN)/python -m samples.accuracy

bench-losses: setup ## take one thing off each of 1,000 filings: is it told? out/losses.json (a night)
	@$(BIN)/python -m samples.losses

bench-generic: setup ## leave each layout out and read its forms: out/generic.json (some minutes)
	@$(BIN)/python -m samples.generic

bench-forms: setup ## accuracy, silent errors and review of Forms 3, 4 and 5 by print and wear: out/forms.json
	@$(BIN)/python -m samples.forms $(if $(FILINGS),--filings $(FILINGS))

bench-reconcile: setup ## misread real filings and reconcile them: make bench-reconcile FILINGS=folder-of-EDGAR-XML
	@$(BIN)/python -m samples.misreads $(or $(FILINGS),$(error name a folder of EDGAR XML: FILINGS=folder))

bench-review: setup ## print how fast review is: make bench-review CASES=folder RESULTS=folder-of-their-JSON
	@$(BIN)/python -m samples.review_bench $(CASES) $(RESULTS)

bench-keys: setup ## press 10,000 random keys on the review page: make bench-keys CASES=folder RESULTS=folder
	@$(BIN)/python -m samples.review_keys $(CASES) $(RESULTS)

bench-batch: setup ## print how fast archives go and what memory they take (about half an hour)
	@$(BIN)/python -m samples.batch_bench

bench-million: setup ## what a million documents cost beside their pages: samples/million.json (hours, 25 GB)
	@$(BIN)/python -m samples.million

bench-peers: | prepare ## read generated forms with other tools: samples/peers.json (half an hour)
	@tools/prepare.sh $(PEERS)
	@$(PEERS)/bin/pip install --quiet --editable '.[peers]'  # apart: img2table brings another OpenCV
	@$(PEERS)/bin/python -m samples.peers

bench-faults: setup ## kill a batch fifty times and compare what comes of it (about five minutes)
	@$(BIN)/python -m samples.faults

fuzz: setup ## throw 5,000 mutants and bombs at a batch: make fuzz HOSTILE=folder adds your own
	@$(BIN)/python -m samples.mutants $(if $(HOSTILE),--with $(HOSTILE))

golden: setup ## renew the snapshots of every stage, and print what changes
	@$(BIN)/python -m tests.golden.renew

golden-accuracy: setup ## renew the figures below which accuracy may not fall, and print old and new
	@$(BIN)/python -m tests.golden.renew accuracy

language: setup ## fit what fields usually say: make language TABLES=SEC's-tables FILINGS=folder-of-EDGAR-XML
	@$(BIN)/python -m samples.language --tables $(or $(TABLES),$(error name a folder of tables: TABLES=folder)) --filings $(or $(FILINGS),$(error name a folder of EDGAR XML: FILINGS=folder))

calibration: setup ## fit the confidence of scans again (about half an hour)
	@$(BIN)/python -m samples.calibrate

recalibration: setup ## fit the confidence to what was reviewed: make recalibration TRUTH=truth
	@$(BIN)/python -m samples.recalibrate $(or $(TRUTH),$(error name the folder that form4 review --export truth wrote: TRUTH=truth))

reader: setup ## train the tool's own readers again (a night; a quarter of an hour each on a graphics card)
	@$(BIN)/pip install --quiet --editable '.[train]'
	@$(BIN)/python -m samples.reader lines $(LINES)
	@$(BIN)/python -m samples.reader train $(LINES) --reader quick
	@$(BIN)/python -m samples.reader train $(LINES) --reader thorough --minutes 360

samples: setup ## draw the samples again
	@dpkg -s $(SAMPLE_FONTS) >/dev/null 2>&1 || tools/apt-install.sh $(SAMPLE_FONTS)
	@$(BIN)/python -m samples.generator.make_samples

setup: $(INSTALLED) ## install what the tool and its tests need

$(CORE): pyproject.toml | prepare
	@echo "Installing the tool into $(VENV) (a minute the first time)"
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(INSTALLED): pyproject.toml | prepare
	@echo "Installing the project and its tools into $(VENV) (some minutes the first time)"
	@$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $(CORE) $@

prepare:
	@tools/prepare.sh $(VENV)

clean: ## remove the virtual environment and the caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist out
