#!/bin/sh
# install.sh [PREFIX]: copy this folder's contents to PREFIX, by default
# ~/.local, without root. install.sh --remove [PREFIX] takes them away.
set -eu
cd "$(dirname "$0")"
remove=
if [ "${1:-}" = --remove ]; then
	remove=1
	shift
fi
prefix=${1:-$HOME/.local}

if [ -n "$remove" ]; then
	while read -r file; do
		rm -f "$prefix/$file"
	done <MANIFEST
	rm -rf "$prefix/lib/clin"
	echo "clin is removed from $prefix"
	exit 0
fi
while read -r file; do
	mkdir -p "$prefix/$(dirname "$file")"
	# beside, then renamed: a running clin keeps its file
	cp "$file" "$prefix/$file.new"
	mv "$prefix/$file.new" "$prefix/$file"
done <MANIFEST
echo "clin is in $prefix/bin"
case :$PATH: in
*":$prefix/bin:"*) ;;
*) echo "add it to your PATH: PATH=$prefix/bin:\$PATH" ;;
esac
