# The README's commands. Only Python (3.11 to 3.13) and make have to be there.
PYTHON ?= python3
BIN := .venv/bin
RECORD := samples.onrecord

.PHONY: demo serve test check lock clean

demo: .venv/onrecord          ## Read the sample articles into a record and show what is in it.
	$(BIN)/onrecord read samples/atlantic-morning-1.txt
	$(BIN)/onrecord add samples --record $(RECORD)
	$(BIN)/onrecord search --record $(RECORD) --kind direct --limit 5
	@echo "Now look at it: make serve"

serve: demo                   ## Open the record in the browser.
	$(BIN)/onrecord serve --record $(RECORD)

test: .venv/tests             ## Run the tests.
	$(BIN)/pytest -n 2 --dist loadfile

check: .venv/tests            ## Lint and type-check.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

lock: .venv/tests             ## Refresh uv.lock after a change of dependencies.
	$(BIN)/uv lock

.venv/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

.venv/onrecord: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/tests: .venv/onrecord
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

clean:
	rm -rf .venv $(RECORD) $(RECORD)-wal $(RECORD)-shm
