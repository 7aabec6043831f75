// SPDX-License-Identifier: GPL-2.0
/*
 * What an INF file says on Windows: which devices, which parameters, whose
 * licence. The only file of this driver that knows of Linux, with linux_devices.h.
 */
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>

#include <ntmodule.h>

#include "linux_devices.h"
#include "linux_glue.h"
#include "params.h"

MBIM_PARAMETERS MbimParameters = {
	.TxHold = 300,
};

module_param_named(idle_timeout_ms, MbimParameters.IdleTimeout, uint, 0644);
MODULE_PARM_DESC(idle_timeout_ms,
		 "Idle time before USB selective suspend; 0 (default) = never suspend");
module_param_named(ntb_format, MbimParameters.NtbFormat, uint, 0644);
MODULE_PARM_DESC(ntb_format, "NTB format to prefer: 16, 32, or 0 (default) = what sizes need");
module_param_named(tx_hold_us, MbimParameters.TxHold, uint, 0644);
MODULE_PARM_DESC(tx_hold_us,
		 "Time for small packets to collect between two blocks (default 300); 0 = none");

UINT32 MbimTimerResolution(VOID)
{
	return hrtimer_resolution;
}

/* Read-only: every counter that is not zero, one "name value" a line. */
static int mbim_usb_counters_get(char *buffer, const struct kernel_param *kp)
{
	const char *name;
	UINT64 value;
	int len = 0;
	u32 i;

	for (i = 0; MbimQueryCounter(i, &name, &value); i++)
		if (name && value)
			len += scnprintf(buffer + len, PAGE_SIZE - len, "%s %llu\n", name, value);
	return len;
}

static const struct kernel_param_ops mbim_usb_counters_ops = {
	.get = mbim_usb_counters_get,
};
module_param_cb(counters, &mbim_usb_counters_ops, NULL, 0444);
MODULE_PARM_DESC(counters, "Blocks, datagrams and errors of all devices");

/* For ethtool -S. */
static bool mbim_usb_counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	return MbimQueryDeviceCounter(device, index, name, value);
}

/* For ethtool -c and -C. */
static int mbim_usb_get_coalesce(WDFDEVICE device, struct nt_coalesce *coalesce)
{
	MbimQueryHold(device, &coalesce->tx_usecs, &coalesce->tx_frames);
	return 0;
}

static int mbim_usb_set_coalesce(WDFDEVICE device, const struct nt_coalesce *coalesce)
{
	switch (MbimSetHold(device, coalesce->tx_usecs, coalesce->tx_frames)) {
	case STATUS_SUCCESS:
		return 0;
	case STATUS_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	default:
		return -EINVAL;
	}
}

VOID RxBlockHolds(const UINT8 *Block, const NTB_SLICE *Slices, UINT32 Number)
{
	BUILD_BUG_ON(sizeof(*Slices) != sizeof(u32[2]) || offsetof(NTB_SLICE, Offset));
	nt_rx_block_holds(Block, (const u32 (*)[2])Slices, Number);
}

VOID RxQueueArmingTells(PVOID Queue)
{
	nt_rx_arming_tells(Queue);
}

NT_USB_MODULE_PROBE(mbim_usb, mbim_usb_ids, &mbim_usb_takeover, mbim_usb_probe,
		    .counter = mbim_usb_counter, .get_coalesce = mbim_usb_get_coalesce,
		    .set_coalesce = mbim_usb_set_coalesce,
		    /* StartFragment() */
		    .mbb_fragments_anywhere = true);
NT_USES_MBBCX;
MODULE_DESCRIPTION("Mobile broadband client driver for USB MBIM functions");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
