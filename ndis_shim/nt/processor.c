// SPDX-License-Identifier: GPL-2.0
/*
 * Processors: one group, as far as a KAFFINITY can say it.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include <wdf.h>

#include "nt/nt_internal.h"

#define NT_GROUP_SIZE	BITS_PER_LONG

static unsigned int nt_processors(void)
{
	return min_t(unsigned int, num_online_cpus(), NT_GROUP_SIZE);
}

KAFFINITY KeQueryActiveProcessors(VOID)
{
	return GENMASK(nt_processors() - 1, 0);
}
EXPORT_SYMBOL_NS_GPL(KeQueryActiveProcessors, NDIS_SHIM);

ULONG KeQueryActiveProcessorCount(KAFFINITY *ActiveProcessors)
{
	if (ActiveProcessors)
		*ActiveProcessors = KeQueryActiveProcessors();
	return nt_processors();
}
EXPORT_SYMBOL_NS_GPL(KeQueryActiveProcessorCount, NDIS_SHIM);

ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber)
{
	return GroupNumber && GroupNumber != ALL_PROCESSOR_GROUPS ? 0 : nt_processors();
}
EXPORT_SYMBOL_NS_GPL(KeQueryActiveProcessorCountEx, NDIS_SHIM);

ULONG KeQueryMaximumProcessorCount(VOID)
{
	return min_t(unsigned int, num_possible_cpus(), NT_GROUP_SIZE);
}
EXPORT_SYMBOL_NS_GPL(KeQueryMaximumProcessorCount, NDIS_SHIM);

ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber)
{
	return GroupNumber && GroupNumber != ALL_PROCESSOR_GROUPS ? 0 :
								    KeQueryMaximumProcessorCount();
}
EXPORT_SYMBOL_NS_GPL(KeQueryMaximumProcessorCountEx, NDIS_SHIM);

USHORT KeQueryActiveGroupCount(VOID)
{
	return 1;
}
EXPORT_SYMBOL_NS_GPL(KeQueryActiveGroupCount, NDIS_SHIM);

USHORT KeQueryMaximumGroupCount(VOID)
{
	return 1;
}
EXPORT_SYMBOL_NS_GPL(KeQueryMaximumGroupCount, NDIS_SHIM);

KAFFINITY KeQueryGroupAffinity(USHORT GroupNumber)
{
	return GroupNumber ? 0 : KeQueryActiveProcessors();
}
EXPORT_SYMBOL_NS_GPL(KeQueryGroupAffinity, NDIS_SHIM);

/* An index below KeQueryMaximumProcessorCountEx(): drivers index arrays by it. */
ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber)
{
	ULONG index = raw_smp_processor_id() % NT_GROUP_SIZE;

	if (ProcNumber) {
		ProcNumber->Group = 0;
		ProcNumber->Number = index;
		ProcNumber->Reserved = 0;
	}
	return index;
}
EXPORT_SYMBOL_NS_GPL(KeGetCurrentProcessorNumberEx, NDIS_SHIM);

NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber)
{
	if (!ProcNumber || ProcIndex >= KeQueryMaximumProcessorCount())
		return STATUS_INVALID_PARAMETER;
	ProcNumber->Group = 0;
	ProcNumber->Number = ProcIndex;
	ProcNumber->Reserved = 0;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(KeGetProcessorNumberFromIndex, NDIS_SHIM);

ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber)
{
	if (ProcNumber->Group || ProcNumber->Number >= KeQueryMaximumProcessorCount())
		return INVALID_PROCESSOR_INDEX;
	return ProcNumber->Number;
}
EXPORT_SYMBOL_NS_GPL(KeGetProcessorIndexFromNumber, NDIS_SHIM);

USHORT KeQueryHighestNodeNumber(VOID)
{
	return 0;
}
EXPORT_SYMBOL_NS_GPL(KeQueryHighestNodeNumber, NDIS_SHIM);

USHORT KeGetCurrentNodeNumber(VOID)
{
	return 0;
}
EXPORT_SYMBOL_NS_GPL(KeGetCurrentNodeNumber, NDIS_SHIM);

/* ---- affinity of threads ---- */

static KAFFINITY nt_affinity(void)
{
	unsigned int i, count = nt_processors();
	KAFFINITY mask = 0;

	for (i = 0; i < count; i++) {
		if (cpumask_test_cpu(i, current->cpus_ptr))
			mask |= BIT(i);
	}
	return mask;
}

/* Programs' threads stay where their scheduler has them. */
static void nt_set_affinity(KAFFINITY mask)
{
	unsigned int i, count = nt_processors();
	cpumask_var_t cpus;

	if (!(current->flags & PF_KTHREAD) || !(mask & KeQueryActiveProcessors()) ||
	    !nt_may_sleep() || !zalloc_cpumask_var(&cpus, GFP_KERNEL))
		return;
	for (i = 0; i < count; i++) {
		if (mask & BIT(i))
			cpumask_set_cpu(i, cpus);
	}
	set_cpus_allowed_ptr(current, cpus);
	free_cpumask_var(cpus);
}

KAFFINITY KeSetSystemAffinityThreadEx(KAFFINITY Affinity)
{
	KAFFINITY old = nt_affinity();

	nt_set_affinity(Affinity);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeSetSystemAffinityThreadEx, NDIS_SHIM);

VOID KeRevertToUserAffinityThreadEx(KAFFINITY Affinity)
{
	nt_set_affinity(Affinity ?: KeQueryActiveProcessors());
}
EXPORT_SYMBOL_NS_GPL(KeRevertToUserAffinityThreadEx, NDIS_SHIM);

VOID KeSetSystemGroupAffinityThread(PGROUP_AFFINITY Affinity, PGROUP_AFFINITY PreviousAffinity)
{
	KAFFINITY old = nt_affinity();

	if (!Affinity->Group)
		nt_set_affinity(Affinity->Mask);
	if (PreviousAffinity)
		*PreviousAffinity = (GROUP_AFFINITY){ .Mask = old };
}
EXPORT_SYMBOL_NS_GPL(KeSetSystemGroupAffinityThread, NDIS_SHIM);

VOID KeRevertToUserGroupAffinityThread(PGROUP_AFFINITY PreviousAffinity)
{
	KeRevertToUserAffinityThreadEx(PreviousAffinity->Mask);
}
EXPORT_SYMBOL_NS_GPL(KeRevertToUserGroupAffinityThread, NDIS_SHIM);
