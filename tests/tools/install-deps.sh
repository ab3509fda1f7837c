#!/usr/bin/env bash
# Installs what is missing on Debian 12 (or a derivative), as root or through
# sudo: install-deps.sh [build|test|ci|bench|cluster|browser]. Does nothing when all is there.
set -euo pipefail

build=(gcc make libc6-dev libsqlite3-dev libyaml-dev libpcre2-dev
	libjansson-dev libsmartcols-dev libmd-dev zlib1g-dev libcurl4-openssl-dev)
test=(bats jq libcmocka-dev sqlite3 tmux mandoc procps binutils openssl python3
	python3-jsonschema)
bench=(python3 python3-hl7)
# Node from elsewhere brings its own npm, and Debian's conflicts with it.
command -v npm >/dev/null || bench+=(npm)
cluster=(parallel openssh-server openssh-client slurm-wlm munge)
browser=(chromium python3)
ci=(clang clang-tidy clang-format shellcheck zsh fish)

case ${1:-build} in
build) wanted=("${build[@]}") ;;
test) wanted=("${build[@]}" "${test[@]}") ;;
bench) wanted=("${bench[@]}") ;;
cluster) wanted=("${cluster[@]}") ;;
browser) wanted=("${browser[@]}") ;;
ci) wanted=("${build[@]}" "${test[@]}" "${ci[@]}") ;;
*)
	echo "usage: ${0##*/} [build|test|ci|bench|cluster|browser]" >&2
	exit 2
	;;
esac

if ! command -v dpkg-query >/dev/null; then
	echo "${0##*/}: not a Debian system; needed are: ${wanted[*]}" >&2
	exit 0
fi
missing=()
for package in "${wanted[@]}"; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null ||
		true)
	[[ $status == installed* ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

run=()
if ((EUID != 0)); then
	if ! command -v sudo >/dev/null; then
		echo "${0##*/}: run as root: apt-get install ${missing[*]}" >&2
		exit 1
	fi
	run=(sudo)
fi
echo "${0##*/}: installing ${missing[*]}"
"${run[@]}" apt-get update -q
"${run[@]}" env DEBIAN_FRONTEND=noninteractive \
	apt-get install -q -y --no-install-recommends "${missing[@]}"
