// SPDX-License-Identifier: GPL-2.0
/*
 * SMS of a modem whose store is always empty: enough for a host that asks at start-up.
 */
#include "core.h"
#include "services.h"

static void sms_configuration(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 24);
	info_put32(&i, 0, 1);		/* initialised */
	info_put32(&i, 8, 10);		/* messages */
	info_put_string(&i, 16, "+15550199");
	services_reply(m, cmd, &i);
}

static void sms_read(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 8);
	services_reply(m, cmd, &i);
}

static void sms_refuse(struct modem *m, const struct command *cmd)
{
	services_status(m, cmd, MBIM_STATUS_OPERATION_NOT_ALLOWED);
}

static const struct cid_desc cids[] = {
	{ 1, CID_QUERY | CID_SET | CID_NOTIFY, 0, 12, sms_configuration },
	{ 2, CID_QUERY | CID_NOTIFY, 12, 0, sms_read },
	{ 3, CID_SET, 0, 0, sms_refuse },
	{ 4, CID_SET, 0, 8, sms_refuse },
	{ 5, CID_QUERY | CID_NOTIFY, 0, 0, sms_read },	/* two words as well: flags, index */
};

const struct service service_sms = {
	.uuid = { 0x53, 0x3f, 0xbe, 0xeb, 0x14, 0xfe, 0x44, 0x67,
		  0x9f, 0x90, 0x33, 0xa2, 0x23, 0xe5, 0x6c, 0x3f },
	.name = "SMS",
	.cids = cids,
	.count = ARRAY_SIZE(cids),
};
