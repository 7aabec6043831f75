#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs a build and fails if the compiler had anything to say.
set -u
out=$("$@" 2>&1)
rc=$?
echo "$out"
[ $rc -eq 0 ] && ! grep -qE '(warning|error):|WARNING: modpost' <<< "$out"
