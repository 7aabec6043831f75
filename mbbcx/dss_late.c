// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions that nobody has: a DSS_CONNECT whose issuer was told that
 * it failed, since no answer came, may have been carried out all the same. It is
 * undone, at once and again when a late answer says that the session is open;
 * unless somebody has it by then, or is about to. One that was closed late is gone.
 */
#include <linux/device.h>
#include <linux/slab.h>

#include "dss_session.h"
#include "mbim_basic.h"
#include "mbim_msg.h"

/* Not waited for: it is the delivery worker that would have to. */
struct undoing {
	struct mbb_command cmd;
	struct mbb_dss_table *table;
	u32 id;
	u8 msg[sizeof(struct mbim_command_msg) + MBIM_DSS_CONNECT_SIZE];
};

static void undoing_free(struct undoing *u)
{
	mbb_dss_table_put(u->table);
	kfree(u);
}

/* A function that never opened it refuses: there is nothing to say of that. */
static void undoing_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct undoing *u = container_of(cmd, struct undoing, cmd);

	if (err && err != -ENODEV && err != -ESHUTDOWN)
		dev_warn(mbb_device_linux(u->table->mbb),
			 "service session %u may still be open: %d\n", u->id, err);
	undoing_free(u);
}

static void dss_undo(struct mbb_dss_table *table, u32 id, const u8 service[16])
{
	struct mbb_device *mbb = table->mbb;
	u8 info[MBIM_DSS_CONNECT_SIZE];
	struct undoing *u;

	u = kzalloc(sizeof(*u), GFP_KERNEL);
	if (!u) {
		dev_warn(mbb_device_linux(mbb), "service session %u: no memory to close it\n", id);
		return;
	}
	kref_get(&table->ref);
	u->table = table;
	u->id = id;
	mbim_dss_deactivate_build(info, service, id);
	u->cmd.msg = u->msg;
	u->cmd.len = mbim_build_command(u->msg, 1, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, true, info,
					sizeof(info));
	u->cmd.done = undoing_done;
	/* Closed or gone: there is no session any more either. */
	if (mbb_command_submit(mbb, mbb_device_own_source(mbb), &u->cmd))
		undoing_free(u);
}

/* @holds: those of the command itself. */
static void dss_undo_unwanted(struct mbb_device *mbb, u32 id, const u8 service[16],
			      unsigned int holds)
{
	struct mbb_dss_table *table = mbb_dss_table_get(mbb);

	if (!table)
		return;
	if (!mbb_dss_table_wants(table, id, holds))
		dss_undo(table, id, service);
	mbb_dss_table_put(table);
}

void mbb_dss_connect_lost(struct mbb_device *mbb, const void *info, size_t len)
{
	struct mbim_dss_connect_set set;

	if (!mbim_dss_connect_read(info, len, &set) && set.activate)
		dss_undo_unwanted(mbb, set.session, info, 1);
}

void mbb_dss_connect_late(struct mbb_device *mbb, const void *info, size_t len)
{
	struct mbim_dss_connect_set set;

	if (mbim_dss_connect_read(info, len, &set))
		return;
	if (set.activate)
		dss_undo_unwanted(mbb, set.session, info, 0);
	else
		mbb_dss_deactivated(mbb, set.session);
}
