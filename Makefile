# `make` alone prints the menu. Every verb is a thin line over Compose, uv or nerve.

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
COMPOSE := docker compose
NERVE := $(COMPOSE) run --rm nerve
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .state/uv/bin/uv)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
MEMBERS := $(patsubst %/pyproject.toml,%,$(wildcard services/*/pyproject.toml))

.PHONY: help up setup send greet watch audit inbox logs ps dbshell test unit integration platform bench check fmt lock migrate stop down clean purge

##@ Start here

help: ## Print this menu
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo

up: needs-docker ## Build and start the whole platform, wait until it is healthy, say what is where
	@$(COMPOSE) --profile tools build
	@$(COMPOSE) up -d --wait --wait-timeout 180 || { \
	  echo; $(COMPOSE) ps -a; \
	  echo; echo 'Not everything came up. `make logs` says why; `make down up` starts again.'; exit 1; }
	@console=$$($(COMPOSE) port console 8080); \
	dashboard=$$($(COMPOSE) port dashboard 8288); standins=$$($(COMPOSE) port standins 8090); \
	ingress=$$($(COMPOSE) port ingress 8000); printf '%s\n' '' \
	  'Nervous System is awake.' '' \
	  "  webhooks go to    http://$$ingress/webhooks/..." \
	  "  replies land in   http://$$standins/postmark/" \
	  "  people decide at  http://$$console  (CONSOLE_REVIEWERS; rita / local-only unless .env says otherwise)" \
	  "  runs are seen at  http://$$dashboard  (user and password: DASHBOARD_USER, DASHBOARD_PASSWORD;" \
	  '                    nerve / local-only unless .env says otherwise)' '' \
	  'Try next:' '' \
	  '  make send m=postmark/question a=--follow   an e-mail comes in, watch the agent answer it' \
	  '  make send m=postmark/duplicate-charge      the agent asks for a refund, and waits for a person' \
	  '  make greet n=Sara                          two steps with a durable pause between' \
	  '  make audit                                 what was done, by whom' ''

setup: .state/setup ## Make .venv with everything that tests and checks need (also done by those verbs)

##@ Make something happen

send: needs-docker ## Send a signed fake webhook: m=postmark/question, more with a="--repeat 10"; without m: list them
	@$(NERVE) send $(if $(m),$(m),--list) $(a)

greet: needs-docker ## Wake greet-customer: n=Sara
	@$(NERVE) greet $(if $(n),"$(n)",Sara) $(a)

##@ Look

watch: needs-docker ## Follow the newest message's run step by step; a=<inbox id> for another
	@$(NERVE) watch $(a)

audit: needs-docker ## Print the audit log
	@$(NERVE) audit $(a)

inbox: needs-docker ## Print what was accepted, and what is stuck
	@$(NERVE) inbox $(a)

logs: needs-docker ## Follow everybody's log; s=worker for one service
	@$(COMPOSE) logs -f --tail 100 $(s)

ps: needs-docker ## What runs, and how it feels
	@$(COMPOSE) ps -a

dbshell: needs-docker ## psql on the local database, as the role that the services have
	@$(COMPOSE) exec postgres psql -U nervous_app nervous

##@ Test

test: .state/setup ## Unit, integration and platform tests; says loudly what could not run
	@$(PYTEST) tests/unit tests/architecture tests/integration tests/platform $(a)

unit: .state/setup ## Tests that need nothing: seconds
	@$(PYTEST) tests/unit tests/architecture $(a)

integration: .state/setup ## Tests that need a Postgres, and bring one
	@$(PYTEST) tests/integration $(a)

platform: .state/setup ## Tests of the whole stack on the real engine: minutes
	@$(PYTEST) tests/platform $(a)

bench: .state/setup needs-docker ## Compare with the bare minimum, in one run: minutes, on an otherwise idle machine
	@for name in ingress_ack run_latency stack_start; do \
	  echo "== $$name"; $(BIN)/python -u -m bench.$$name || exit 1; done

##@ Change

check: .state/setup ## Format, lint, types, architecture, unit tests: under a minute, run it before a commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) unit a=-q

fmt: .state/setup ## Format, and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(UV) ## Pin all dependencies anew in requirements.lock
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --no-emit-package nervous-contracts \
	  $(wildcard services/*/pyproject.toml) migrations/pyproject.toml pyproject.toml --group dev \
	  -o requirements.lock

migrate: needs-docker ## Bring the database up to date with migrations/
	@$(COMPOSE) run --rm --build migrate

##@ Put away

stop: needs-docker ## Stop; containers and data stay
	@$(COMPOSE) stop

down: needs-docker ## Remove containers and networks; data stays
	@$(COMPOSE) --profile tools down --remove-orphans

clean: needs-docker ## Remove built images as well; data stays
	@$(COMPOSE) --profile tools down --remove-orphans --rmi local

purge: needs-docker ## Remove everything, ALL DATA included
	@$(COMPOSE) --profile tools down --remove-orphans --rmi local --volumes

# ---------------------------------------------------------------------------------------------------------------

needs-docker:
	@$(COMPOSE) version >/dev/null 2>&1 || { \
	  echo 'make: docker compose is missing. Install Docker Engine 25 with Compose 2.24, or newer:' >&2; \
	  echo '      https://docs.docker.com/engine/install/' >&2; exit 1; }
	@docker info >/dev/null 2>&1 || { \
	  echo 'make: Docker is installed but its daemon does not answer. Start it (Docker Desktop, or' >&2; \
	  echo '      `sudo systemctl start docker`); if it runs, you may lack the right to talk to it.' >&2; exit 1; }

.state/uv/bin/uv:
	@echo 'make: no uv here, installing one into .state/uv'
	@python3 -m venv .state/uv || { \
	  echo 'make: install uv (https://docs.astral.sh/uv) or your system'"'"'s python3-venv' >&2; exit 1; }
	@.state/uv/bin/pip install -q uv==$(UV_VERSION)

.state/setup: requirements.lock pyproject.toml $(wildcard */pyproject.toml services/*/pyproject.toml) | $(UV)
	@mkdir -p .state
	@test -x $(BIN)/python || $(UV) venv -q --python '>=3.11' .venv
	@$(UV) pip install -q --python .venv --require-hashes -r requirements.lock
	@$(UV) pip install -q --python .venv --no-deps $(addprefix -e ,$(MEMBERS))
	@touch $@
