// SPDX-License-Identifier: GPL-2.0
/* What an INF file would say about softnic; and /sys/module/.../parameters/mtu, by
 * which a test changes the wire's MTU under traffic.
 */
#include <linux/moduleparam.h>

#include <ntmodule.h>

extern NTSTATUS SoftnicSetMtu(ULONG Index, ULONG Mtu);

static int softnic_set_mtu(const char *text, const struct kernel_param *kp)
{
	unsigned int mtu;
	int err = kstrtouint(text, 0, &mtu);

	if (err)
		return err;
	return NT_SUCCESS(SoftnicSetMtu(0, mtu)) && NT_SUCCESS(SoftnicSetMtu(1, mtu)) ? 0 : -EINVAL;
}

static const struct kernel_param_ops softnic_mtu_ops = { .set = softnic_set_mtu };
module_param_cb(mtu, &softnic_mtu_ops, NULL, 0200);
MODULE_PARM_DESC(mtu, "MTU of the first pair of adapters, after loading");

NT_NET_MODULE(test_softnic, 2);
MODULE_DESCRIPTION("Software Ethernet adapters, in pairs");
MODULE_LICENSE("GPL");
