# SPDX-License-Identifier: GPL-2.0
# The harness itself: the guest boots, sees the host's tools, loads stock modules.
. "$TOP/tests/vm/lib.sh"
[ "$(uname -r)" = "$RELEASE" ]; check "guest runs the kernel that was asked for"
modprobe vhci_hcd; check "vhci_hcd loads"
[ -e /sys/devices/platform/vhci_hcd.0/attach ]; check "vhci_hcd has its attach file"
modprobe cdc_mbim; check "cdc_mbim loads"
modprobe -r cdc_mbim vhci_hcd
