// SPDX-License-Identifier: GPL-2.0
/*
 * What did the function wake us for? A client that knows says so. Of another one's
 * function, the first word says it: what was waiting when it came back, before it
 * was told to speak of everything again.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/kobject.h>
#include <linux/pm_wakeup.h>
#include <linux/sched/mm.h>

static const char * const mbb_wake_reasons[] = {
	[MbbWakeReasonTypeRegisterState] = "REGISTER_STATE",
	[MbbWakeReasonTypeSmsReceive] = "SMS_RECEIVE",
	[MbbWakeReasonTypeUssdReceive] = "USSD_RECEIVE",
	[MbbWakeReasonTypePacketState] = "PACKET_STATE",
	[MbbWakeReasonTypeUiccChange] = "UICC_CHANGE",
};

static const struct {
	const u8 *service;
	u32 cid;
	MBB_WAKE_REASON_TYPE reason;
} mbb_wake_words[] = {
	{ mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE, MbbWakeReasonTypeRegisterState },
	{ mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE, MbbWakeReasonTypePacketState },
	{ mbim_uuid_basic_connect, MBIM_CID_CONNECT, MbbWakeReasonTypePacketState },
	{ mbim_uuid_basic_connect, MBIM_CID_SUBSCRIBER_READY_STATUS,
	  MbbWakeReasonTypeUiccChange },
	{ mbim_uuid_sms, MBIM_CID_SMS_READ, MbbWakeReasonTypeSmsReceive },
	{ mbim_uuid_sms, MBIM_CID_SMS_MESSAGE_STORE_STATUS, MbbWakeReasonTypeSmsReceive },
	{ mbim_uuid_ussd, MBIM_CID_USSD, MbbWakeReasonTypeUssdReceive },
};

/* The one that can wake the machine: a USB device, not its interface. */
static void mbb_wake_event(struct device *dev)
{
	while (dev && !device_can_wakeup(dev))
		dev = dev->parent;
	if (dev)
		pm_wakeup_event(dev, 0);
}

/* Return: false, there is no such reason. */
bool mbb_wake_report(struct mbb_device *mbb, MBB_WAKE_REASON_TYPE reason)
{
	char text[64], *env[] = { text, NULL };
	unsigned int noio;

	might_sleep();
	if ((u32)reason >= ARRAY_SIZE(mbb_wake_reasons))
		return false;
	WRITE_ONCE(mbb->wake.told, true);
	mbb_count(mbb, MBB_STAT_wakes_told);
	snprintf(text, sizeof(text), "MBB_WAKE_REASON=%s", mbb_wake_reasons[reason]);
	/* an idle device may be woken all day */
	dev_info_ratelimited(mbb->dev, "woken by %s\n", mbb_wake_reasons[reason]);
	mbb_wake_event(mbb->dev);
	/* a power transition may be waiting for the channel's worker */
	noio = memalloc_noio_save();
	kobject_uevent_env(&mbb->dev->kobj, KOBJ_CHANGE, env);
	memalloc_noio_restore(noio);
	return true;
}

/* An indication came. Channel worker. */
void mbb_wake_word(struct mbb_device *mbb, const void *msg, size_t len)
{
	unsigned int i;

	if (!READ_ONCE(mbb->wake.listening))
		return;
	WRITE_ONCE(mbb->wake.listening, false);
	if (READ_ONCE(mbb->wake.told))
		return;
	for (i = 0; i < ARRAY_SIZE(mbb_wake_words); i++) {
		if (!mbim_msg_is_about(msg, len, mbb_wake_words[i].service, mbb_wake_words[i].cid))
			continue;
		mbb_wake_report(mbb, mbb_wake_words[i].reason);
		return;
	}
}
