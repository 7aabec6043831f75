# SPDX-License-Identifier: GPL-2.0
# A reboot closes the function, and so does kexec (reboot:kexec): the guest goes down
# in this case, and what the modem saw on the way is the result. Must be alone in its
# boot.
. "$TOP/tests/vm/lib.sh"

how=${CASE_ARGS:-reboot}

# The guest's own kernel, without a root and mute: it comes up, panics and ends the
# guest. Nothing that it could say is of interest.
kexec_load() {
	perl -e '
		open(my $kernel, "<", $ARGV[0]) or die "$ARGV[0]: $!";
		my $line = "console=null panic=-1\0";
		# kexec_file_load, without an initrd
		syscall(320, fileno($kernel), -1, length($line), $line, 4) == 0 or die "kexec_file_load: $!"
	' "$KDIR/vmlinuz"
}
go() {
	case $how in
	reboot) reboot -f ;;
	kexec) perl -e 'syscall(169, 0xfee1dead, 672274793, 0x45584543)' ;;
	esac
}

load_stack; check "the modules load"
modem_start m --verbose
wait_port && connect wwan0 0; check "connected"
[ "$how" != kexec ] || { kexec_load; check "another kernel is ready to start"; }
# The modem's event log goes straight to the verdict: nothing else survives.
(tail -n +1 -f "$CASE_DIR/m.log" | while IFS= read -r l; do
	case $l in *CLOSE*) echo "ok - reboot: CLOSE reaches the modem on $how" > "$VERDICT" ;; esac
done) &
sleep 1
echo "EXPECT reboot: CLOSE reaches the modem on $how" > "$VERDICT"
echo END > "$VERDICT"
go
sleep 60
