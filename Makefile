# SPDX-License-Identifier: Apache-2.0
#
# `make run` and `make test` start from nothing: what they need of the system stands in Tools/install.sh alone.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SWIFT_FLAGS := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests
PYTEST_FLAGS ?=
# The system tests that run a second time, on PostgreSQL: what clients see, and what many processes do to one database.
ON_POSTGRES := test_wxc_sdk.py test_wxc_sdk_directory.py test_wxcadm.py test_safe_edits.py test_concurrency.py \
    test_two_processes.py test_crash.py test_jobs.py test_linearizability.py

.PHONY: help deb run sip build test test-long lint format openapi manual schema bench clean prepared prepared-tests unit-test \
    system-test

help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: prepared ## Build for speed, then serve the demo organisation until Ctrl-C
	swift build -c release $(SWIFT_FLAGS) --product partyline
	@exec Tools/run.sh .build/release/partyline

sip: prepared ## The same with Kamailio for softphones, whose credentials it prints
	@Tools/install.sh sip
	swift build -c release $(SWIFT_FLAGS) --product partyline
	@exec Tools/sip.sh .build/release/partyline

build: prepared ## Build for debugging
	swift build $(SWIFT_FLAGS)

test: lint unit-test system-test ## Lint, then every test

test-long: export PARTYLINE_TEST_LONG = 1
test-long: test ## The same with the tests that take minutes

lint: prepared ## Check the layout of the sources
	swift format lint --strict --recursive --parallel $(SOURCES)

format: prepared ## Lay the sources out
	swift format --in-place --recursive --parallel $(SOURCES)

unit-test: prepared-tests
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build

system-test: unit-test .venv/installed
	.venv/bin/python -m pytest SystemTests $(PYTEST_FLAGS)
	cd SystemTests && ../.venv/bin/python -m pytest --store postgres $(ON_POSTGRES) $(PYTEST_FLAGS)

.venv/installed: SystemTests/requirements.txt
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

deb: prepared ## Pack for Debian 12: .build/deb/partyline_*.deb, checked by lintian
	@Tools/install.sh package
	swift build -c release $(SWIFT_FLAGS) --static-swift-stdlib --product partyline
	Tools/deb.sh .build/release/partyline
	lintian --fail-on error,warning --info .build/deb/*.deb

openapi: ## Write the OpenAPI document from its tables
	python3 Tools/openapi/generate.py

manual: build ## Write the manual page from what the commands say of themselves
	python3 Tools/manual.py .build/debug/partyline > docs/man/partyline.1

schema: prepared-tests ## Write the schema dumps that tests compare
	PARTYLINE_WRITE_SCHEMA=1 swift test $(SWIFT_FLAGS) --filter SchemaTests

bench: prepared ## Measure on this machine and print ratios
	$(MAKE) --no-print-directory -C Benchmarks

clean: ## Remove everything that was built
	rm -rf .build .build-bench .venv

prepared:
	@Tools/install.sh

prepared-tests:
	@Tools/install.sh test sip softphone
