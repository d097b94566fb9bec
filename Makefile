# The commands of the README. Each is a script in scripts/, where it says what it does and why.
.DEFAULT_GOAL := help
.PHONY: help run dev doctor test lint bench bindings sqlx package package-test screenshots

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, and open the console (no display: serve without a window)
	@scripts/run

dev: ## open the console with everything reloading
	@scripts/dev

doctor: ## check this machine: data directory, keychain, runtimes, display
	@scripts/doctor

test: ## the whole suite, headless; installs what is missing
	@scripts/test

lint: ## formatting, clippy, types, licences, secrets; installs what is missing
	@scripts/lint

bench: ## measure, and print the performance table
	@scripts/bench

package: ## the packages of this platform (Linux: deb and rpm)
	@scripts/package

package-test: ## install the deb in a clean root, use it, remove it (root, Debian)
	@scripts/package-test

screenshots: ## pictures of every page, in screenshots/
	@scripts/screenshots

bindings: ## write ui/src/ipc/bindings.ts anew from the Rust commands
	@scripts/bindings

sqlx: ## write .sqlx anew from the queries and migrations/
	@scripts/sqlx
