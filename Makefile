# Two commands for a newcomer: `make demo`, `make test`. The rest is for people who change the code.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test lint docs bench soak wheel lock browser clean

demo:
	@$(PYTHON) tools/setup.py
	@$(BIN)/bearwitness demo --to demo-case

test: 
	@$(PYTHON) tools/setup.py --dev
	@$(PYTHON) tools/browser.py
	@$(BIN)/ruff check src tests tools bench
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 3 --dist worksteal

lint:
	@$(PYTHON) tools/setup.py --dev
	@$(BIN)/ruff check src tests tools bench
	@$(BIN)/mypy

docs:
	@$(PYTHON) tools/setup.py --dev
	@$(BIN)/python tools/build_docs.py

bench:
	@$(PYTHON) tools/setup.py --bench
	@$(BIN)/python -m bench

# Hours: kills, power cuts, full disks, writers, forgeries, hostile pages and fuzzing at their full counts.
soak:
	@$(PYTHON) tools/setup.py --dev
	@$(PYTHON) tools/browser.py
	@BEARWITNESS_SOAK=1 $(BIN)/python -m pytest tests/store tests/capture tests/custody tests/readers tests/sandbox \
		tests/web/test_hostile.py tests/fuzz tests/test_fuzz.py tests/test_case_forged.py tests/test_case_signatures.py tests/test_case_walls.py

wheel:
	@$(PYTHON) tools/setup.py --dev
	@$(BIN)/python -m build --wheel --no-isolation

lock:
	@$(PYTHON) tools/lock.py

clean:
	rm -rf .venv dist demo-case .pytest_cache .mypy_cache .ruff_cache src/bearwitness/data/places.sqlite
