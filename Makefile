# make test    what has to pass before a change goes in
# make bench   the figures of docs/ and README
# make bless   rewrite the records in corpus/ from what is parsed now (then read the diff)

CARGO ?= cargo
RUSTDOCFLAGS_STRICT = -D warnings

# Snapshots are compared, never written.
export INSTA_UPDATE = no

.PHONY: test bench bless tools

test: tools
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="$(RUSTDOCFLAGS_STRICT)" $(CARGO) doc --no-deps --locked
	$(CARGO) test --locked

bench:
	$(CARGO) bench --locked

bless:
	NEWSWIRE_BLESS=1 $(CARGO) test --locked --test it

# Formatter and linter come with most installations of Rust; elsewhere rustup fetches them.
tools:
	@$(CARGO) fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@$(CARGO) clippy --version >/dev/null 2>&1 || rustup component add clippy
