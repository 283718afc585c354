# make test    what has to pass before a change goes in
# make bench   newswire beside raw tantivy and SQLite FTS5; BENCH="--write …" as bench/ says
# make bless   rewrite tests/records/ and docs/story.schema.json from what is made now (read the diff)

CARGO ?= cargo
BENCH ?= ../shared/data/reuters21578.tar.gz
RUSTDOCFLAGS_STRICT = -D warnings

# Snapshots are compared, never written.
export INSTA_UPDATE = no

.PHONY: test bench bless tools

test: tools
	$(CARGO) fmt --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="$(RUSTDOCFLAGS_STRICT)" $(CARGO) doc --no-deps --locked
	$(CARGO) test --locked

bench:
	$(CARGO) run --release --locked --manifest-path bench/Cargo.toml --bin bench -- $(BENCH)

bless:
	NEWSWIRE_BLESS=1 $(CARGO) test --locked --test it

# Formatter and linter come with most installations of Rust; elsewhere rustup fetches them.
tools:
	@$(CARGO) fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@$(CARGO) clippy --version >/dev/null 2>&1 || rustup component add clippy
