// SPDX-License-Identifier: GPL-2.0
/*
 * In which context are we? Windows' answer, from Linux's.
 */
#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include <wdm.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * nt_may_sleep() - the current context is what Windows calls PASSIVE_LEVEL
 *
 * Bottom halves disabled count as DISPATCH_LEVEL, so every lock of a client is
 * seen: they are all _bh locks. A plain spin lock of the kernel's is seen only
 * where the kernel counts preemption; callbacks never run under one.
 */
bool nt_may_sleep(void)
{
	return !in_atomic() && !irqs_disabled() && !rcu_preempt_depth();
}

KIRQL KeGetCurrentIrql(VOID)
{
	return nt_may_sleep() ? PASSIVE_LEVEL : DISPATCH_LEVEL;
}
EXPORT_SYMBOL_NS_GPL(KeGetCurrentIrql, NDIS_SHIM);

ULONG KeGetCurrentProcessorNumber(VOID)
{
	return raw_smp_processor_id() % 32;
}
EXPORT_SYMBOL_NS_GPL(KeGetCurrentProcessorNumber, NDIS_SHIM);

/*
 * Levels. A client that raises to DISPATCH_LEVEL has softirqs off until it lowers;
 * levels in between change nothing.
 */
KIRQL KeRaiseIrqlToDpcLevel(VOID)
{
	KIRQL old = KeGetCurrentIrql();

	if (old < DISPATCH_LEVEL)
		local_bh_disable();
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeRaiseIrqlToDpcLevel, NDIS_SHIM);

VOID KfRaiseIrqlWorker(KIRQL NewIrql, PKIRQL OldIrql)
{
	*OldIrql = NewIrql >= DISPATCH_LEVEL ? KeRaiseIrqlToDpcLevel() : KeGetCurrentIrql();
}
EXPORT_SYMBOL_NS_GPL(KfRaiseIrqlWorker, NDIS_SHIM);

/* What was at DISPATCH_LEVEL before it was raised is left there. */
VOID KeLowerIrql(KIRQL NewIrql)
{
	if (NewIrql >= DISPATCH_LEVEL)
		return;
	if (!in_softirq() || in_serving_softirq()) {
		if (!nt_may_sleep())
			nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: not raised", __func__);
		return;
	}
	local_bh_enable();
}
EXPORT_SYMBOL_NS_GPL(KeLowerIrql, NDIS_SHIM);
