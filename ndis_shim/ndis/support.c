// SPDX-License-Identifier: GPL-2.0
/*
 * The support routines as a whole: their start and end, and the end of a driver
 * that used them.
 */
#include "ndis/support_internal.h"

#include <linux/printk.h>

int ndis_support_init(void)
{
	int err;

	err = ndis_knobs_init();
	if (err)
		return err;
	err = ndis_timers_init();
	if (err)
		goto err_exit_knobs;
	err = ndis_work_init();
	if (err)
		goto err_exit_timers;
	return 0;

err_exit_timers:
	ndis_timers_exit();
err_exit_knobs:
	ndis_knobs_exit();
	return err;
}

/* No driver is left, so neither a timer nor a work item is. */
void ndis_support_exit(void)
{
	ndis_work_exit();
	ndis_timers_exit();
	ndis_knobs_exit();
}

void ndis_support_orphan(struct nt_driver *driver)
{
	unsigned int timers, items;

	/*
	 * Neither timers nor work items are new once the driver is marked. A timer
	 * that runs is waited for in the first line, a work item in the second.
	 */
	WRITE_ONCE(driver->unloading, true);
	ndis_control_devices_orphan(driver);
	timers = ndis_timers_orphan(driver);
	items = ndis_work_orphan(driver);
	if (timers)
		nt_violation(driver, NT_RULE_NDIS_TIMER_LEAK, "%u timers", timers);
	if (items)
		nt_violation(driver, NT_RULE_NDIS_WORK_LEAK, "%u items", items);

	ndis_files_orphan(driver);
	ndis_config_orphan(driver);
	ndis_packet_pool_orphan(driver);
	ndis_buffer_pool_orphan(driver);
}
