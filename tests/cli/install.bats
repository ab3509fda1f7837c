#!/usr/bin/env bats
# Installing: from the tree, and as a tarball into a home.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	[[ $BUILD == build ]] || skip "once, for the plain build"
	unset MAKEFLAGS MAKELEVEL MFLAGS
}

@test "make install puts everything in its place, uninstall takes it away" {
	make -s -C "$ROOT" install DESTDIR="$T/root" prefix=/usr >/dev/null
	cd root
	for file in usr/bin/clin usr/share/man/man1/clin.1 \
		usr/share/man/man1/clin-interpret-report.1 \
		usr/share/man/man5/clin-kb.5 usr/share/man/man5/clin-output.5 \
		usr/share/bash-completion/completions/clin \
		usr/share/zsh/site-functions/_clin \
		usr/share/fish/vendor_completions.d/clin.fish \
		usr/share/clin/kb/sources.yaml usr/share/clin/kb.db \
		usr/share/doc/clin/config.yaml usr/share/doc/clin/language/licence.txt \
		usr/share/doc/clin/schema/clin.report-1.schema.json; do
		[ -s "$file" ] || { echo "$file"; false; }
	done
	[ -d etc/clin/kb.d ]
	usr/bin/clin --version
	echo 'x: 1' >etc/clin/config.yaml
	make -s -C "$ROOT" uninstall DESTDIR="$T/root" prefix=/usr >/dev/null
	[ "$(find . -type f)" = ./etc/clin/config.yaml ]
}

@test "the tarball installs into a home without root and runs there" {
	[[ $(uname -m) == x86_64 ]] || skip "tried on x86_64"
	make -s -C "$ROOT" tarball >/dev/null
	tar xzf "$ROOT"/build/clin-*.tar.gz
	cd clin-*
	HOME=$T/home sh ./install.sh
	cd "$T"
	"$T/home/.local/bin/clin" --version
	ln -s "$T/home/.local/bin/clin" link
	./link interpret-report --output-encoding GBK "$SAMPLES/cbc.txt" |
		iconv -f GBK -t UTF-8 | grep -q 血红蛋白
	iconv -f UTF-8 -t GB18030 "$SAMPLES/cbc.txt" >gb.txt
	./link interpret-report gb.txt | grep -q 血红蛋白
	sh "$T"/clin-*/install.sh --remove "$T/home/.local"
	[ -z "$(find "$T/home" -type f)" ]
}

@test "the tarball needs no library of the host" {
	[[ $(uname -m) == x86_64 ]] || skip "tried on x86_64"
	[ "$(id -u)" -eq 0 ] || skip "needs chroot"
	[ -n "$(ls "$ROOT"/build/clin-*.tar.gz 2>/dev/null)" ] || make -s -C "$ROOT" tarball >/dev/null
	mkdir jail
	tar xzf "$ROOT"/build/clin-*.tar.gz -C jail --strip-components=1
	cp "$SAMPLES/cbc.txt" jail/
	run chroot jail /lib/clin/ld.so --library-path /lib/clin --argv0 clin \
		/lib/clin/clin --lang zh interpret-report /cbc.txt
	[[ $output == *血红蛋白* ]]
}
