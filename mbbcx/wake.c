// SPDX-License-Identifier: GPL-2.0
/*
 * Wake by MBIM messages: SUBSCRIBE_LIST with what may wake, IP_PACKET_FILTERS
 * for what packets may, and both undone exactly. Runs inside power transitions,
 * while the function is open and ordinary commands are held back; all traffic is
 * over on return, because the client may cut its pipes next.
 *
 * The client may call for it (MbbDeviceArmWake) and power.c does so in any
 * case; what was done is remembered, so doing it twice does nothing.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/slab.h>

#define MBIMEX_3_0	0x0300

/* IP_PACKET_FILTERS with one filter that matches every packet, or with none. */
#define FILTER_BUF_SIZE	48

/*
 *	 0 SessionId   4 PacketFiltersCount   8 (offset, size) of the filter
 *	16 FilterSize 20 PacketFilterOffset  24 PacketMaskOffset
 *	   [28 FilterId, from MBIMEx 3.0]	then filter and mask, 4-aligned
 * One byte under an empty mask is equal to itself in any packet.
 */
static size_t mbb_wake_filter_build(u8 *buf, u32 session, bool match_all, bool v3)
{
	u32 head = v3 ? 16 : 12;

	memset(buf, 0, FILTER_BUF_SIZE);
	put_unaligned_le32(session, buf);
	if (!match_all)
		return 8;
	put_unaligned_le32(1, buf + 4);
	put_unaligned_le32(16, buf + 8);
	put_unaligned_le32(head + 8, buf + 12);
	put_unaligned_le32(1, buf + 16);
	put_unaligned_le32(head, buf + 20);
	put_unaligned_le32(head + 4, buf + 24);
	return 16 + head + 8;
}

static int mbb_wake_set(struct mbb_device *mbb, u32 cid, const void *info, size_t len)
{
	u32 status = 0;
	int err;

	err = mbb_command_run(mbb, mbim_uuid_basic_connect, cid, true, info, len, true, &status,
			      NULL, NULL);
	if (!err && status != MBIM_STATUS_SUCCESS)
		err = -EOPNOTSUPP;
	return err;
}

static int mbb_wake_subscribe(struct mbb_device *mbb, enum mbb_listen listen)
{
	size_t len;
	void *list;
	int err;

	list = mbb_subscriptions_build(mbb, listen, &len);
	if (!list)
		return -ENOMEM;
	err = mbb_wake_set(mbb, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, list, len);
	kfree(list);
	return err;
}

static int mbb_wake_filter(struct mbb_device *mbb, u32 session, bool match_all)
{
	u8 buf[FILTER_BUF_SIZE];
	size_t len;

	len = mbb_wake_filter_build(buf, session, match_all,
				    mbb_device_mbimex(mbb) >= MBIMEX_3_0);
	return mbb_wake_set(mbb, MBIM_CID_IP_PACKET_FILTERS, buf, len);
}

/* Is there something that can be armed: an open function? */
bool mbb_wake_possible(struct mbb_device *mbb)
{
	unsigned long flags;
	bool possible;

	spin_lock_irqsave(&mbb->lock, flags);
	possible = mbb->fn_open && !mbb->gone && !mbb->stopping &&
		   mbb->state == MBB_STATE_OPEN;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return possible;
}

/*
 * A device that sleeps while its host works has to wake for every packet, or
 * nobody would get through to it; the machine is woken by the packets of those
 * interfaces whose owner said so. Only where there can be packets: functions
 * refuse filters of sessions that have no context. False: it will not wake.
 */
static bool mbb_wake_filter_all(struct mbb_device *mbb)
{
	unsigned int id;
	bool all = true;
	int err = 0;
	u32 mask;

	if (!READ_ONCE(mbb->sessions_up))
		return true;
	mask = mbb->wake.system ? mbb_sessions_waking(mbb, true) : mbb_sessions_active(mbb);
	for (id = 0; id < MBB_MAX_SESSIONS && err != -ETIMEDOUT; id++) {
		if (!(mask & BIT(id)))
			continue;
		err = mbb_wake_filter(mbb, id, true);
		if (err)
			all = false;
		else
			mbb->wake.filtered |= BIT(id);
	}
	return all;
}

/*
 * Make the function wake us, and leave it open. On failure mbb->wake.armed stays
 * false: an idle device stays awake then, and on the way to system sleep the
 * function is closed.
 *
 * Context: power transition.
 */
void mbb_wake_arm(struct mbb_device *mbb)
{
	struct mbb_wake *wake = &mbb->wake;
	int err;

	might_sleep();
	if (wake->armed || !mbb_wake_possible(mbb))
		return;

	err = mbb_wake_subscribe(mbb, wake->system ? MBB_LISTEN_ASLEEP : MBB_LISTEN_IDLE);
	if (!err) {
		wake->listed = true;
		/* The machine sleeps in any case, and other things wake it, too. */
		wake->armed = mbb_wake_filter_all(mbb) || wake->system;
	}
	if (wake->armed) {
		mbb_count(mbb, MBB_STAT_wakes_armed);
	} else {
		mbb_count(mbb, MBB_STAT_wakes_refused);
		dev_dbg(mbb->dev, "function cannot be armed for wake: %d\n", err);
		mbb_wake_disarm(mbb);
	}
	mbb_channel_drain(mbb, MBB_WAKE_TIMEOUT_MS);
}

/*
 * Undo what mbb_wake_arm() did, and nothing else.
 */
void mbb_wake_disarm(struct mbb_device *mbb)
{
	struct mbb_wake *wake = &mbb->wake;
	unsigned int id;
	int err = 0;

	might_sleep();
	if (!READ_ONCE(mbb->fn_open)) {
		mbb_wake_forget(mbb);
		return;
	}
	if (wake->listed)
		err = mbb_wake_subscribe(mbb, MBB_LISTEN_AWAKE);
	if (err)
		dev_warn(mbb->dev, "event subscriptions not restored after wake, some are lost\n");
	/* A function that hangs must not hold up the machine for each session. */
	for (id = 0; id < MBB_MAX_SESSIONS && err != -ETIMEDOUT; id++)
		if (wake->filtered & BIT(id))
			err = mbb_wake_filter(mbb, id, false);
	if (err == -ETIMEDOUT)
		wake->silent = true;
	mbb_wake_forget(mbb);
}

/* CLOSE, a reset or lost power undid everything. */
void mbb_wake_forget(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->wake.listening, false);
	mbb->wake.listed = false;
	mbb->wake.filtered = 0;
	mbb->wake.armed = false;
}
