# `make` or `make help` lists what there is to do.

GO ?= go
export CGO_ENABLED ?= 0

# Packages where goroutines or several runs at once meet.
RACE_PACKAGES ?= . ./autogen ./ops ./revision ./runner/... ./introspect/...

# Real schemas by other people; the tests that read them need the folder.
CORPUS_DIR ?= $(wildcard $(abspath ../shared/corpus))

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build the command into bin/migrate
	$(GO) build -trimpath -o bin/migrate ./cmd/migrate

.PHONY: demo
demo: ## a tour on the embedded SQLite; needs nothing but Go
	@scripts/demo.sh

.PHONY: test
test: ## vet, then every test, on private PostgreSQL and MariaDB servers
	@scripts/with-servers.sh sh -ec '$(GO) vet ./... && $(GO) test -timeout 40m ./... && cd tests/orm && $(GO) vet -structtag=false ./... && $(GO) test ./...'

.PHONY: race
race: ## the tests of the packages where goroutines meet, and a crowd within one process, with the race detector
	@CGO_ENABLED=1 scripts/with-servers.sh sh -ec '$(GO) test -timeout 30m -race $(RACE_PACKAGES) && $(GO) test -race ./tests -run TestNothingLeaks'

.PHONY: corpus
corpus: ## round trips over real schemas (CORPUS_DIR=folder; POSTGRES=18 for that version of PostgreSQL alone, MYSQL=sid for MySQL alone)
ifeq ($(strip $(CORPUS_DIR)),)
	@echo "make corpus: there is no corpus here; name its folder with CORPUS_DIR=…"
else
	@CORPUS_DIR='$(CORPUS_DIR)' scripts/with-servers.sh $(GO) test -timeout 30m -count=1 -run Corpus $(if $(POSTGRES),-skip 'Corpus/(mysql|sqlite)')$(if $(MYSQL),-skip 'Corpus/(postgres|sqlite)') ./...
endif

.PHONY: bench
bench: ## the benchmarks, on private servers
	@scripts/with-servers.sh $(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: lint
lint: ## gofmt, go vet and staticcheck
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then printf 'not formatted by gofmt:\n%s\n' "$$unformatted" >&2; exit 1; fi
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@latest ./...

.PHONY: clean
clean: ## remove what the targets above have built
	rm -rf bin
