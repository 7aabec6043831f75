# SPDX-License-Identifier: GPL-2.0
# A modem that means harm: the groups of rows in tests/modem/hostile that the arguments
# name, all of them without. What a row says is explained there. There are hundreds, so
# one starts as few programs as can be.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/recovery-lib.sh"

TABLE=$TOP/tests/modem/hostile
GW=10.64.0.1	# of session 0, always

log_has() { dmesg | sed -n "/row $ROWS:/,\$p" | grep -q -- "$1"; }
# counted NAME MORE: a counter of the driver or of mbbcx; it is left in COUNT.
counted() {
	local file name value
	COUNT=0
	for file in "/sys/module/$CLIENT/parameters/counters" /sys/kernel/debug/mbbcx/*/counters; do
		[ -e "$file" ] || continue
		while read -r name value; do
			[ "$name" != "$1" ] || COUNT=$((COUNT + value))
		done < "$file"
	done
	[ "$COUNT" -gt "$2" ]
}
plugged() { [ "$(modem_field m attached)" = 1 ]; }
no_port() { [ ! -e /dev/wwan0mbim0 ] && [ ! -e /sys/class/net/wwan0 ]; }
# usb_device: its folder in DEV
usb_device() {
	local id
	for DEV in /sys/bus/usb/devices/*; do
		read -r id 2> /dev/null < "$DEV/idVendor" && [ "$id" = 1209 ] && return
	done
	return 1
}
# Plugged in again before Linux has seen that it was away, it would not be seen at all.
no_modem() { no_port && ! usb_device; }
gone() { no_modem && ! plugged; }
asleep() { [ "$(cat "$DEV/power/runtime_status")" = suspended ]; }
unplug() { ctl m unplug > /dev/null; wait_for 20 no_modem; }
pings() { ping -q -c 1 -W 1 -I wwan0 $GW > /dev/null 2>&1; }
activate() {
	timeout 150 mbimcli -d /dev/wwan0mbim0 --connect=session-id=0,apn=internet,ip-type=ipv4v6 \
		> "$CASE_DIR/asked" 2>&1
}
session() {
	wait_port wwan0mbim0 60 && wait_if wwan0 && wait_for 100 activate && ip link set wwan0 up &&
		ip addr replace 10.64.0.2/30 dev wwan0 && wait_for 20 pings
}

# ---- what meets the fault: first without it, then with it ----

before() {
	case $1 in
	plug) no_modem || unplug ;;
	connect) disconnect 0 ;;
	wake) usb_device && wait_for 30 asleep ;;
	esac
}
meet() {
	: > "$CASE_DIR/asked"
	case $1 in
	plug) ctl m replug > /dev/null ;;
	ask | wake) asks ;;
	asks) "$BUILD/mbb-ports" -n 8 -t 150 /dev/wwan0mbim0 > "$CASE_DIR/asked" 2>&1 ;;
	flood)
		timeout 20 ping -q -i 0.01 -c 500 -W 0.2 -I wwan0 $GW > /dev/null 2>&1 &
		asks
		wait $!
		;;
	ping) ping -q -c 2 -i 0.05 -W 0.2 -I wwan0 $GW > /dev/null 2>&1 ;;
	connect)
		activate &
		# mbimcli waits for its own time-out when its port has gone.
		wait_for 150 eval "no_port || ! kill -0 $!"
		! no_port || kill $! 2> /dev/null
		wait $!
		;;
	# What it is told before it sleeps is what meets the fault.
	sleep) pings ;;
	ctl) ctl m "${@:2}" > /dev/null ;;
	esac
	return 0
}
heard() { grep -q -- "$1" "$CASE_DIR/asked"; }
ended() {
	case $1 in
	-) ;;
	works) session ;;
	# The log says why; a port would come soon after.
	refused) wait_for 60 log_has "${COUNTED#log: }" && sleep 0.3 && no_port ;;
	gone) wait_for 10 gone ;;
	"gone, fails") wait_for 10 gone && heard "^status 2 \|: Input/output error\|: No such device" ;;
	*) heard "$1" ;;
	esac
}
noticed() {
	case $1 in
	-) ;;
	log:*) wait_for 60 log_has "${1#log: }" ;;
	*) counted "$1" "$2" || wait_for 60 counted "$1" "$2" ;;
	esac
}
# back WHERE DONE
back() {
	case $1 in
	"goes on")
		case $2 in
		ping | plug) ;; # which have seen to that
		*) answered || wait_for 150 answered ;;
		esac
		pings || wait_for 60 pings
		;;
	connects) session ;;
	replug) unplug && ctl m replug > /dev/null && session ;;
	esac
}

# ---- a row ----

step() {
	local what=$1
	shift
	"$@" && return
	say "$what: $*"
	show cat "$CASE_DIR/asked"
	show ctl m fault
	return 1
}
set_fault() {
	case $1 in
	set) ctl m "$@" ;;
	*) ctl m fault "$@" ;;
	esac > /dev/null
}
row() {
	local faults=$1 hears=$3 back=$5 f was=0 bad=0 words does
	COUNTED=$4
	read -ra does <<< "$2"
	before "${does[@]}"
	echo "row $((++ROWS)): $faults" > /dev/kmsg
	[[ $COUNTED == -* || $COUNTED == log:* ]] || { counted "$COUNTED" 0; was=$COUNT; }
	while read -ra words; do
		step "the modem knows this" set_fault "${words[@]}" || bad=1
	done <<< "${faults//; /$'\n'}"
	meet "${does[@]}"
	step "it ends" ended "$hears" || bad=1
	step "it is noticed" noticed "$COUNTED" "$was" || bad=1
	step "it has happened" ctl m fault off || bad=1
	step "it is over" back "$back" "${does[0]}" || { bad=1; back replug; }
	[ $bad = 0 ]; check "$GROUP: ${does[*]}, $faults: $hears, $COUNTED, $back"
}

# ---- a group ----

# group_start NAME PARAMETER=N... --OPTION...
group_start() {
	local parameters=()
	GROUP=$1
	shift
	while [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; do
		parameters+=("$1")
		shift
	done
	load_stack "${parameters[@]}" && modem_start m "$@" && session
	check "$GROUP: a modem that means no harm so far"
}
group_end() {
	check_violations m
	modem_stop m
	wait_for 20 no_modem; check "$GROUP: the modem is unplugged"
	unload_stack; check "$GROUP: the modules unload"
	check_unload
}

wanted() { [ -z "$CASE_ARGS" ] || [[ ,$CASE_ARGS, == *,$1,* ]]; }
# trim NAME...: no blanks around these variables
trim() {
	local name
	for name in "$@"; do
		local -n value=$name
		value=${value#"${value%%[![:space:]]*}"}
		value=${value%"${value##*[![:space:]]}"}
	done
}

GROUP=
ROWS=0
while IFS='|' read -r -u 3 faults does hears counted back; do
	trim faults does hears counted back
	case $faults in
	'' | '#'*) ;;
	group\ *)
		[ -z "$GROUP" ] || group_end
		GROUP=
		read -ra words <<< "${faults#group }"
		if wanted "${words[0]}"; then group_start "${words[@]}"; fi
		;;
	*) [ -z "$GROUP" ] || row "$faults" "$does" "$hears" "$counted" "$back" ;;
	esac
done 3< "$TABLE"
[ -z "$GROUP" ] || group_end
