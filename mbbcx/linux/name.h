/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of wwan_devs that are not for a modem of ours: between name.c and link.c. */
#ifndef _MBBCX_LINUX_NAME_H
#define _MBBCX_LINUX_NAME_H

struct device;

/**
 * struct mbb_names - numbers that are taken for the moment
 * @holder: below which the wwan_devs are that have them
 * @count: of @holder
 */
struct mbb_names {
	struct device *holder[8];
	unsigned int count;
};

/* Until mbb_names_release() the next wwan_dev's name is no interface's. Sleeps, no
 * RTNL; one at a time.
 */
void mbb_names_reserve(struct mbb_names *names);
void mbb_names_release(struct mbb_names *names);

#endif
