/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The support routines' private side: what init, exit and the unloading of a
 * driver need of them, grouped by the file that implements it.
 */
#ifndef _NDIS_SHIM_NDIS_SUPPORT_INTERNAL_H
#define _NDIS_SHIM_NDIS_SUPPORT_INTERNAL_H

#include <linux/firmware.h>

#include "ndis/ndis_internal.h"

/* --- support.c: all of the below together --- */
int ndis_support_init(void);
void ndis_support_exit(void);
/**
 * ndis_support_orphan() - end what an unloading driver has left
 * @driver: its unload routine returned; protocols and miniports are gone
 *
 * Stops timers, waits for work items, then reports what is left of pools and
 * open configurations. On return no timer or work routine of @driver runs, nor
 * will one. Comes before nt_pool_orphan().
 *
 * Context: process.
 */
void ndis_support_orphan(struct nt_driver *driver);

/* --- knobs.c --- */
int ndis_knobs_init(void);
void ndis_knobs_exit(void);
void ndis_knob_set(enum ndis_knob knob, u32 value);
/* An allocation of a driver's: true when it is the one that is to fail. */
bool ndis_alloc_counts(void);
static inline bool ndis_alloc_fails(void)
{
	return unlikely(ndis_knob(NDIS_KNOB_FAIL_ALLOC)) && ndis_alloc_counts();
}

/* --- show.c: builds with NDIS_SHIM_TEST only --- */
struct dentry;
struct seq_file;
/* debugfs in @dir; goes with it. */
void ndis_show_init(struct dentry *dir);
/* What there is in it. Takes ndis_table_lock. */
int ndis_bindings_show(struct seq_file *file, void *unused);

/* --- packet_pool.c --- */
void ndis_packet_pool_orphan(struct nt_driver *driver);

/* --- control_device.c --- */
/* Reports and removes what NdisMRegisterDevice() made for @driver. */
void ndis_control_devices_orphan(struct nt_driver *driver);

/* --- file.c --- */
/* firmware_request_nowarn(), but for a test: not every kernel has a loader. */
extern int (*ndis_file_source)(const struct firmware **firmware, const char *name,
			       struct device *device);
void ndis_files_orphan(struct nt_driver *driver);

/* --- buffer.c --- */
void ndis_buffer_pool_orphan(struct nt_driver *driver);

/* --- timer.c --- */
int ndis_timers_init(void);
void ndis_timers_exit(void);
/* None of @driver's runs on return, and none is set. The number that were. */
unsigned int ndis_timers_orphan(struct nt_driver *driver);
/* The same for a miniport that has halted. */
unsigned int ndis_timers_halt(NDIS_HANDLE miniport);
/* A timer of a serialized miniport's has its turn: runs, unless it was cancelled. */
void ndis_timer_turn(struct list_head *turn);

/* --- serialize.c --- */
enum ndis_timer_verdict {
	NDIS_TIMER_QUEUED,	/* ndis_timer_turn() comes, or has come */
	NDIS_TIMER_NOW,		/* nothing to wait for */
	NDIS_TIMER_LATER,	/* halting begins: ask again */
	NDIS_TIMER_NEVER,	/* halted: a violation */
};

/* A timer of that miniport's has expired. Softirq. */
enum ndis_timer_verdict ndis_miniport_timer(NDIS_HANDLE handle, struct list_head *turn);

/* --- work.c --- */
int ndis_work_init(void);
void ndis_work_exit(void);
/* Waits until none of @driver's is left. The number that there were. */
unsigned int ndis_work_orphan(struct nt_driver *driver);

/* --- string.c --- */
/* A terminated string of @text, freed with kfree(Buffer). Any context. 0 or -errno. */
int ndis_string_create(PUNICODE_STRING string, const char *text);
/* Terminated; false where it does not fit, or a driver passed no string. What
 * Latin-1 lacks becomes '?'.
 */
bool ndis_string_to_text(PCUNICODE_STRING string, char *text, size_t size);

/* --- config.c --- */
/* What Bind gets in SystemSpecific1; freed with kfree(Buffer). 0 or -errno. */
int ndis_config_section_name(const char *protocol, const char *adapter, PUNICODE_STRING name);
/* Whose handle is a WrapperConfigurationContext; the caller's reference. Or NULL. */
struct ndis_object *ndis_config_context_create(struct nt_driver *driver, const char *adapter);
void ndis_config_orphan(struct nt_driver *driver);

#endif
