// SPDX-License-Identifier: GPL-2.0
/*
 * DSS_CONNECT through a port. Like a CONNECT it goes to the function, and the
 * answer decides: when the user reads it, the session's character device is
 * there, or gone. Which port asked makes no difference later.
 */
#include <linux/err.h>

#include "mbim_basic.h"
#include "port_command.h"

static u32 dss_status(long err)
{
	switch (err) {
	case -EOPNOTSUPP:	/* the client has no way for the data */
		return MBIM_STATUS_NO_DEVICE_SUPPORT;
	case -ERANGE:
		return MBIM_STATUS_INVALID_PARAMETERS;
	default:
		return MBIM_STATUS_FAILURE;
	}
}

bool mbb_port_dss(struct mbb_port_command *pc)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	struct mbim_dss_connect_set set;
	struct mbb_dss_session *expected;

	if (mbim_dss_connect_read(head->InformationBuffer, pc->cmd.len - sizeof(*head), &set)) {
		mbb_port_command_refuse(pc, MBIM_STATUS_INVALID_PARAMETERS);
		return false;
	}
	if (set.activate) {
		expected = mbb_dss_expect(pc->port->mbb, set.session);
		if (IS_ERR(expected)) {
			mbb_port_command_refuse(pc, dss_status(PTR_ERR(expected)));
			return false;
		}
		pc->expected = expected;
	}
	pc->dss = true;
	pc->activate = set.activate;
	pc->session = set.session;
	return true;
}

int mbb_port_dss_answered(struct mbb_port_command *pc, u32 status)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	struct mbb_device *mbb = pc->port->mbb;

	if (status != MBIM_STATUS_SUCCESS)
		return 0;
	if (pc->activate)
		return mbb_dss_activated(mbb, pc->session, head->InformationBuffer);
	mbb_dss_deactivated(mbb, pc->session);
	return 0;
}
