// SPDX-License-Identifier: GPL-2.0
/*
 * The questions MbbCx asks a function that it has just opened, before anybody
 * else may: what it can do, which MBIMEx version both speak, and the state that
 * a new OPEN wiped out. Functions differ: every one of them may fail.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "mbim_basic.h"

#define MBIMEX_1_0	0x0100

static bool mbb_bringup_current(struct mbb_device *mbb, unsigned int generation)
{
	unsigned long flags;
	bool current_one;

	spin_lock_irqsave(&mbb->lock, flags);
	current_one = mbb->fn_open && !mbb->hold && mbb->open.phase == MBB_OPEN_BRINGUP &&
		      mbb->open.generation == generation;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return current_one;
}

/* Ask, and look at a successful answer's information buffer. */
static int mbb_bringup_query(struct mbb_device *mbb, const u8 service[16], u32 cid,
			     const void *info, size_t info_len, void **answer, const void **out,
			     size_t *out_len)
{
	struct mbim_command_done *done;
	u32 status = 0;
	size_t len;
	int err;

	err = mbb_command_run(mbb, service, cid, false, info, info_len, false, &status, answer,
			      &len);
	if (err)
		return err;
	if (status != MBIM_STATUS_SUCCESS) {
		kvfree(*answer);
		*answer = NULL;
		return -EOPNOTSUPP;
	}
	done = *answer;
	*out = done->InformationBuffer;
	*out_len = len - sizeof(*done);
	return 0;
}

/* ---- DEVICE_SERVICES ---- */

static int mbb_bringup_services(struct mbb_device *mbb)
{
	void *answer, *copy, *old;
	unsigned long flags;
	const void *info;
	size_t len;
	int err;

	err = mbb_bringup_query(mbb, mbim_uuid_basic_connect, MBIM_CID_DEVICE_SERVICES, NULL, 0,
				&answer, &info, &len);
	if (err)
		return err;
	if (mbim_device_services_count(info, len) < 0) {
		kvfree(answer);
		return -EPROTO;
	}
	/* Freed by whoever drops the last reference, in any context: kmalloc. */
	copy = kmemdup(info, len, GFP_NOIO);
	kvfree(answer);
	if (!copy)
		return -ENOMEM;

	spin_lock_irqsave(&mbb->lock, flags);
	old = mbb->caps.services;
	mbb->caps.services = copy;
	mbb->caps.services_len = len;
	spin_unlock_irqrestore(&mbb->lock, flags);
	kfree(old);
	return 0;
}

bool mbb_device_has_cid(struct mbb_device *mbb, const u8 service[16], u32 cid)
{
	unsigned long flags;
	bool have;

	spin_lock_irqsave(&mbb->lock, flags);
	have = mbb->caps.services &&
	       mbim_device_services_have(mbb->caps.services, mbb->caps.services_len, service,
					 cid);
	spin_unlock_irqrestore(&mbb->lock, flags);
	return have;
}

void *mbb_device_services(struct mbb_device *mbb, size_t *len)
{
	unsigned long flags;
	void *copy = NULL;

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->caps.services)
		copy = kmemdup(mbb->caps.services, mbb->caps.services_len, GFP_ATOMIC);
	*len = copy ? mbb->caps.services_len : 0;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return copy;
}

/* ---- VERSION ---- */

/*
 * Both sides speak the lower of what they offer, from here to CLOSE. Nothing is
 * sent for 1.0: that is what a function speaks that was not asked.
 */
static int mbb_bringup_version(struct mbb_device *mbb)
{
	/* The client names the lowest version that its device accepts. */
	u16 want = max_t(u16, mbb_mbimex, MBIMEX_1_0 * (mbb->extended_version + 1));
	struct mbim_version version = { .mbim = 0x0100, .extended = want };
	u8 ask[MBIM_VERSION_SIZE];
	void *answer;
	const void *info;
	size_t len;
	int err;

	WRITE_ONCE(mbb->caps.mbimex, MBIMEX_1_0);
	if (want == MBIMEX_1_0 ||
	    !mbb_device_has_cid(mbb, mbim_uuid_ms_extensions, MBIM_CID_MS_VERSION))
		return 0;

	mbim_version_build(ask, &version);
	err = mbb_bringup_query(mbb, mbim_uuid_ms_extensions, MBIM_CID_MS_VERSION, ask,
				sizeof(ask), &answer, &info, &len);
	if (err)
		return err;
	if (!mbim_version_read(info, len, &version) && version.extended >= MBIMEX_1_0)
		WRITE_ONCE(mbb->caps.mbimex, min(version.extended, want));
	kvfree(answer);
	return 0;
}

u16 mbb_device_mbimex(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->caps.mbimex);
}

/* ---- DEVICE_CAPS ---- */

static int mbb_bringup_caps(struct mbb_device *mbb)
{
	struct mbim_device_caps caps;
	void *answer;
	const void *info;
	size_t len;
	int err;

	err = mbb_bringup_query(mbb, mbim_uuid_basic_connect, MBIM_CID_DEVICE_CAPS, NULL, 0,
				&answer, &info, &len);
	if (err)
		return err;
	if (!mbim_device_caps_read(info, len, &caps))
		WRITE_ONCE(mbb->caps.max_sessions,
			   clamp_t(u32, caps.max_sessions, 1, MBB_MAX_SESSIONS));
	kvfree(answer);
	return 0;
}

u32 mbb_device_max_sessions(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->caps.max_sessions);
}

/* ---- what OPEN wiped out ---- */

static int mbb_bringup_subscribe(struct mbb_device *mbb)
{
	u32 status = 0;
	size_t len;
	void *list;
	int err;

	list = mbb_subscriptions_build(mbb, MBB_LISTEN_AWAKE, &len);
	if (!list)
		return 0;
	err = mbb_command_run(mbb, mbim_uuid_basic_connect, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
			      true, list, len, false, &status, NULL, NULL);
	kfree(list);
	return err;
}

static int mbb_bringup_radio(struct mbb_device *mbb)
{
	int radio = READ_ONCE(mbb->caps.radio);
	u32 status = 0;
	u8 info[4];

	/* Nobody has asked for a radio state yet: it is the function's own. */
	if (radio < 0)
		return 0;
	put_unaligned_le32(radio, info);
	return mbb_command_run(mbb, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE, true, info,
			       sizeof(info), false, &status, NULL, NULL);
}

/*
 * A command was answered: is it something to restore?
 *
 * Context: under mbb->lock.
 */
void mbb_bringup_note(struct mbb_device *mbb, const void *msg, size_t len, u32 status)
{
	const struct mbim_command_msg *cmd = msg;

	if (status == MBIM_STATUS_SUCCESS &&
	    mbim_msg_is_about(cmd, len, mbim_uuid_basic_connect, MBIM_CID_RADIO_STATE) &&
	    get_unaligned_le32(&cmd->CommandType) == MBIM_COMMAND_SET && len >= sizeof(*cmd) + 4)
		WRITE_ONCE(mbb->caps.radio, !!get_unaligned_le32(cmd->InformationBuffer));
}

/* ---- the sequence ---- */

static void mbb_bringup_work(struct work_struct *work)
{
	static int (* const steps[])(struct mbb_device *mbb) = {
		mbb_bringup_services,	/* the rest depends on it */
		mbb_bringup_version,	/* before any CID that it changes */
		mbb_bringup_caps,
		mbb_bringup_subscribe,
		mbb_bringup_radio,
	};
	struct mbb_device *mbb = container_of(work, struct mbb_device, bringup_work);
	unsigned int i, generation;
	int err;

	generation = READ_ONCE(mbb->open.generation);
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		if (!mbb_bringup_current(mbb, generation))
			return;
		err = steps[i](mbb);
		/* One that does not answer at all will not answer the next either:
		 * let the users find out, they have longer time-outs.
		 */
		if (err == -ETIMEDOUT) {
			dev_warn(mbb->dev, "MBIM function is slow to answer: asked no further\n");
			break;
		}
		if (err)
			dev_dbg(mbb->dev, "bring-up step %u failed: %d\n", i, err);
	}
	mbb_open_finish(mbb, generation);
}

void mbb_bringup_start(struct mbb_device *mbb)
{
	queue_work(mbb->wq, &mbb->bringup_work);
}

void mbb_bringup_init(struct mbb_device *mbb)
{
	INIT_WORK(&mbb->bringup_work, mbb_bringup_work);
	mbb->caps.max_sessions = MBB_MAX_SESSIONS;
	mbb->caps.mbimex = MBIMEX_1_0;
	mbb->caps.radio = -1;
}

void mbb_bringup_exit(struct mbb_device *mbb)
{
	cancel_work_sync(&mbb->bringup_work);
}
