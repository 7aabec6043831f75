# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every case starts with. A case is a list of steps; each ends in
# check "what was promised", which reports the exit status of the step before.

: "${VERDICT:=/dev/stdout}"

say() { echo "# $*" | tee /dev/kmsg > "$VERDICT"; }
ok() { echo "ok - $CASE: $*" | tee /dev/kmsg > "$VERDICT"; }
not_ok() { echo "not ok - $CASE: $*" | tee /dev/kmsg > "$VERDICT"; }
# Reports the status of the previous command under a name.
check() {
	local rc=$?
	if [ $rc -eq 0 ]; then ok "$*"; else not_ok "$* (status $rc)"; fi
	return $rc
}
# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
	local n=$(($1 * 10))
	shift
	while ! "$@" > /dev/null 2>&1; do
		n=$((n - 1))
		[ $n -gt 0 ] || return 1
		sleep 0.1
	done
}
# Output of a command in the log, for whoever reads a failure.
show() {
	echo "+ $*" > /dev/kmsg
	"$@" 2>&1 | while IFS= read -r l; do echo "  $l"; done > /dev/console
}
