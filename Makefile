# clin. One Makefile; sources are found by folder.
#
#   make            build/clin
#   make demo       install what is missing, build, interpret a sample report
#   make check      every test (SAN=1: under the sanitizers)
#   make install    DESTDIR= prefix=/usr/local sysconfdir=/etc
#
# CC=clang and SAN=1 build into folders of their own; CI=1 makes warnings
# errors; V=1 shows the commands.

VERSION := $(shell cat VERSION)
CC ?= gcc
prefix ?= /usr/local
sysconfdir ?= /etc
bindir = $(prefix)/bin
mandir = $(prefix)/share/man
datadir = $(prefix)/share/clin
docdir = $(prefix)/share/doc/clin

ifeq ($(origin CC),default)
CC := gcc
endif
B := build
ifneq ($(findstring clang,$(CC)),)
B := build/clang
endif
ifdef SAN
B := $(B)/san
endif
ifdef TARGET
B := build/$(TARGET)
CC := $(TARGET)-gcc
AR := $(TARGET)-gcc-ar
endif
# Programs that run during the build, and the knowledge they compile, are the
# host's also when the product is for another machine.
HOST := $(if $(TARGET),build,$(B))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wwrite-strings \
	-Wpointer-arith -Wformat=2 -Wvla -Wundef -fno-common
ifeq ($(CI),1)
WARN += -Werror
endif
HARDEN := -fPIE -fstack-protector-strong
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack
# 14,000 pointers in tables are relocated at every start: packed, that is a
# tenth of the dynamic loader's work.
ifeq ($(TARGET)$(shell uname -m),x86_64)
HARDEN_LD += $(shell ld --help 2>/dev/null | \
	sed -n 's/^ *-z pack-relative-relocs .*/-Wl,-z,pack-relative-relocs/p' | head -1)
endif
ifdef SAN
OPT := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all
SAN_LD := -fsanitize=address,undefined
else
OPT := -O2 -g -D_FORTIFY_SOURCE=2
endif
CFLAGS ?=
override CFLAGS += -std=c11 -D_GNU_SOURCE $(WARN) $(OPT) $(HARDEN)
override CPPFLAGS += -I. -I$(B)/gen -DSYSCONFDIR='"$(sysconfdir)"'
override LDFLAGS += $(HARDEN_LD) $(SAN_LD) -Wl,--as-needed
# Linked statically what can be: every shared library costs a cold start a
# tenth of a millisecond. libsmartcols and glibc have no usable static form;
# libcurl is loaded only when a model is called.
LIBS := -l:libsqlite3.a -l:libyaml.a -l:libjansson.a -l:libmd.a -l:libz.a -lsmartcols \
	-lpcre2-8 -ldl -lm

# --- sources -------------------------------------------------------------

PROGRAMS := cli/main.c cli/kbc_main.c cli/docgen.c $(wildcard kb/unit_gen*.c)
FLOORS := base config kb chart llm commands cli
SOURCES := $(filter-out $(PROGRAMS),\
	$(wildcard $(FLOORS:=/*.c) commands/*/*.c))
HEADERS := $(wildcard $(FLOORS:=/*.h) commands/*/*.h)
OBJECTS := $(SOURCES:%.c=$(B)/%.o) $(B)/gen/units_table.o
# What the knowledge compiler needs; it is built before any knowledge exists.
KBC_OBJECTS := $(filter $(B)/base/% $(B)/kb/%,$(OBJECTS)) $(B)/gen/units_table.o
KNOWLEDGE := $(sort $(shell find kb -name '*.yaml'))
UNIT_DATA := kb/units/ucum.yaml kb/units/spellings.yaml

ifneq ($(V),1)
say = @echo '  $(1) $@';
endif

.PHONY: all demo check unit cli-tests kb-test bench bench-peers check-cluster check-browser fuzz fuzz-replay lint \
	check-headers check-layers check-docs docs install uninstall tarball \
	arm64 format clean deps
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/clin $(B)/kb.db

# --- building ------------------------------------------------------------

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	$(call say,cc) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/embedded.o: $(B)/gen/embedded.S $(HOST)/kb.db config/config.yaml \
		config/prompts/explain.yaml
	$(call say,cc) $(CC) -c -o $@ $<

$(B)/cli/main.o $(B)/cli/kbc_main.o $(B)/cli/docgen.o: $(B)/gen/version.h

$(B)/gen/version.h: VERSION
	@mkdir -p $(@D)
	printf '#define CLIN_VERSION "%s"\n' '$(VERSION)' >$@

# The knowledge base stands page-aligned, so that it is mapped, not copied.
$(B)/gen/embedded.S: Makefile
	@mkdir -p $(@D)
	@{ printf '\t.section .rodata\n'; \
	  for f in 'kb $(HOST)/kb.db' 'config config/config.yaml' \
	    'prompts config/prompts/explain.yaml'; do \
	    set -- $$f; \
	    printf '\t.balign 4096\n\t.globl %s_embedded, %s_embedded_end\n' \
		$$1 $$1; \
	    printf '%s_embedded:\n\t.incbin "%s"\n%s_embedded_end:\n\t.byte 0\n' \
		$$1 $$2 $$1; \
	  done; \
	  printf '\t.section .note.GNU-stack,"",%%progbits\n'; } >$@

# Without units_table.o, which it makes; unit.o uses that, so it stays out.
UNIT_GEN := $(patsubst %.c,%,$(wildcard kb/unit_gen*.c)) kb/unit_algebra kb/unit_fold kb/unit_ucum \
	$(patsubst %.c,%,$(wildcard base/*.c))
$(HOST)/kb_unit_gen: $(UNIT_GEN:%=$(HOST)/%.o)
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ -lsqlite3 -lyaml -ljansson -lm

$(B)/gen/units_table.c: $(HOST)/kb_unit_gen $(UNIT_DATA)
	@mkdir -p $(@D)
	$(HOST)/kb_unit_gen $(UNIT_DATA) >$@

$(B)/kbc: $(B)/cli/kbc_main.o $(KBC_OBJECTS)
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(HOST)/kb.db: $(HOST)/kbc $(KNOWLEDGE)
	$(call say,kb) $(HOST)/kbc kb $@

$(B)/clin: $(B)/cli/main.o $(OBJECTS) $(B)/gen/embedded.o
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/docgen: $(B)/cli/docgen.o $(OBJECTS) $(B)/gen/embedded.o
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# --- tests ---------------------------------------------------------------

UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/unit/%,\
	$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 15

$(B)/unit/%: $(B)/tests/unit/%.o $(OBJECTS) $(B)/gen/embedded.o
	@mkdir -p $(@D)
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

# Every part appends "name passed failed" to $(B)/results.
check: all docgen $(UNIT_TESTS) $(FUZZERS:%=$(B)/replay/%)
	tests/tools/check $(B) $(MAKE) unit kb-test cli-tests fuzz-replay \
		check-headers check-layers check-docs

unit: $(UNIT_TESTS)
	tests/tools/run-unit $(B) $^

cli-tests: $(B)/clin $(B)/docgen
	tests/tools/run-bats $(B) tests/cli

kb-test: $(B)/clin
	tests/tools/run-kb $(B)

check-headers: $(HEADERS:%=$(B)/headers/%.ok)
	@tests/tools/result $(B) headers $(words $^) 0

$(B)/headers/%.ok: % $(B)/gen/version.h
	@mkdir -p $(@D)
	$(call say,check) $(CC) $(CPPFLAGS) $(CFLAGS) -Wno-unused -fsyntax-only -x c $<
	@touch $@

check-layers:
	tests/tools/check-layers $(B)

# The same inputs without a fuzzing engine, by any compiler.
$(B)/replay/%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay_main.o \
		$(OBJECTS) $(B)/gen/embedded.o
	@mkdir -p $(@D)
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

fuzz-replay: $(FUZZERS:%=$(B)/replay/%)
	tests/tools/replay $(B) $(FUZZERS)

# libFuzzer, in folders of its own.
F := build/fuzz
FUZZ_FLAGS := -std=c11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

$(F)/%.o: %.c build/gen/version.h
	@mkdir -p $(@D)
	$(call say,fuzz-cc) clang -I. -Ibuild/gen $(FUZZ_FLAGS) -MMD -MP -c -o $@ $<

$(F)/gen/units_table.o: build/gen/units_table.c
	@mkdir -p $(@D)
	$(call say,fuzz-cc) clang -I. $(FUZZ_FLAGS) -c -o $@ $<

$(F)/bin/%: $(F)/tests/fuzz/fuzz_%.o $(SOURCES:%.c=$(F)/%.o) \
		$(F)/gen/units_table.o build/gen/embedded.o
	@mkdir -p $(@D)
	$(call say,fuzz-ld) clang -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)

fuzz: $(FUZZERS:%=$(F)/bin/%)
	tests/tools/fuzz $(B) $(FUZZ_SECONDS) $(FUZZERS)

bench: $(B)/clin $(B)/kb.db $(B)/bench $(B)/parse_json
	$(B)/bench $(B)/kb.db $(B)/clin interpret-report \
		tests/samples/bench-25-rows.txt
	$(B)/bench $(B)/kb.db $(B)/clin drug-check '华法林 3mg qd' \
		'阿司匹林肠溶片 100mg qd' '辛伐他汀 20mg qn' \
		'克拉霉素 0.5g bid' '地高辛 0.125mg qd' --age 75 --sex M
	$(B)/bench $(B)/kb.db $(B)/clin triage \
		'咳嗽3天，伴发热，最高39℃，无胸痛，有高血压病史' --age 67 --sex F
	tests/tools/bench-drugs $(B)
	tests/bench/formats $(B)
	tests/bench/due $(B)

$(B)/parse_json: $(B)/tests/bench/parse_json.o
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ -ljansson

# Beyond one machine: GNU parallel over ssh, and a Slurm array job.
check-cluster: $(B)/clin
	tests/tools/install-deps.sh cluster
	tests/tools/cluster $(B)

# The page of followup trend in a real browser.
check-browser: $(B)/clin
	tests/tools/install-deps.sh browser
	tests/tools/browser $(B)

# What the benches compare with, where it is not there already.
bench-peers:
	tests/tools/install-deps.sh bench
	npm install --no-audit --no-fund --prefix $(B)/peers simple-hl7@3.3.0

$(B)/bench: $(B)/tests/bench/bench.o
	$(call say,ld) $(CC) $(LDFLAGS) -o $@ $^ -lm

C_FILES := $(SOURCES) $(wildcard $(PROGRAMS) tests/unit/*.c tests/fuzz/*.c \
	tests/bench/*.c)
SCRIPTS := $(shell grep -lsE '^\#!.*(sh|bats)' tests/tools/* tests/bench/* tests/cli/*.bats \
	.ci/run tests/tools/portable/* 2>/dev/null)

lint: $(B)/gen/version.h $(B)/gen/units_table.c
	@tests/tools/lint $(B) '$(C_FILES)' '$(SCRIPTS)'

format:
	clang-format -i $(C_FILES)

# --- documents -----------------------------------------------------------

PAGES := $(wildcard man/*.[1-9])
SHELLS := bash zsh fish

docgen: $(B)/docgen

# Written beside, then moved: a failing docgen leaves the pages alone.
docs: $(B)/docgen $(B)/clin
	tests/tools/readme-screen $(B) >$(B)/page && cp $(B)/page README.md
	mkdir -p completions
	for s in $(SHELLS); do \
	  $(B)/docgen completion $$s >$(B)/page || exit 1; \
	  cp $(B)/page completions/clin.$$s; done
	for p in $(PAGES); do \
	  $(B)/docgen splice <$$p >$(B)/page || exit 1; \
	  cmp -s $(B)/page $$p || cp $(B)/page $$p; done

check-docs: $(B)/docgen $(B)/clin
	tests/tools/check-docs $(B)

# --- installing ----------------------------------------------------------

INSTALL ?= install

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(datadir) \
		$(DESTDIR)$(docdir) $(DESTDIR)$(sysconfdir)/clin/kb.d
	$(INSTALL) -m 755 $(B)/clin $(DESTDIR)$(bindir)/clin
	for p in $(PAGES); do \
	  $(INSTALL) -D -m 644 $$p \
		$(DESTDIR)$(mandir)/man$${p##*.}/$${p##*/} || exit 1; done
	$(INSTALL) -D -m 644 completions/clin.bash \
		$(DESTDIR)$(prefix)/share/bash-completion/completions/clin
	$(INSTALL) -D -m 644 completions/clin.zsh \
		$(DESTDIR)$(prefix)/share/zsh/site-functions/_clin
	$(INSTALL) -D -m 644 completions/clin.fish \
		$(DESTDIR)$(prefix)/share/fish/vendor_completions.d/clin.fish
	$(INSTALL) -m 644 $(B)/kb.db $(DESTDIR)$(datadir)/kb.db
	for f in $(KNOWLEDGE); do \
	  $(INSTALL) -D -m 644 $$f $(DESTDIR)$(datadir)/$$f || exit 1; done
	$(INSTALL) -m 644 config/config.yaml README.md $(wildcard LICENSE) \
		$(DESTDIR)$(docdir)/
	$(INSTALL) -D -m 644 kb/language/licence.txt \
		$(DESTDIR)$(docdir)/language/licence.txt
	for f in man/schema/*.json; do \
	  $(INSTALL) -D -m 644 $$f \
		$(DESTDIR)$(docdir)/schema/$${f##*/} || exit 1; done

# What the site wrote (sysconfdir) stays.
uninstall:
	rm -f $(DESTDIR)$(bindir)/clin
	for p in $(PAGES); do \
	  rm -f $(DESTDIR)$(mandir)/man$${p##*.}/$${p##*/}; done
	rm -f $(DESTDIR)$(prefix)/share/bash-completion/completions/clin \
		$(DESTDIR)$(prefix)/share/zsh/site-functions/_clin \
		$(DESTDIR)$(prefix)/share/fish/vendor_completions.d/clin.fish
	rm -rf $(DESTDIR)$(datadir) $(DESTDIR)$(docdir)

tarball: all
	tests/tools/tarball $(B) $(VERSION) $(MAKE)

arm64:
	tests/tools/arm64 $(MAKE)

deps:
	tests/tools/install-deps.sh build

demo: deps
	$(MAKE) all
	$(B)/clin interpret-report tests/samples/demo-cbc.txt

clean:
	rm -rf build

-include $(shell find $(B) -type f -name '*.d' 2>/dev/null)
