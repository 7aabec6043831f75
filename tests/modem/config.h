/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What kind of modem this is: everything that is fixed from plug-in to unplug.  Things that a test
 * changes while the modem runs are knobs.
 */
#ifndef _MODEM_CONFIG_H
#define _MODEM_CONFIG_H

#include <stdio.h>

#include "util.h"

enum speed { SPEED_HIGH, SPEED_SUPER };
enum ndp_position { NDP_FIRST, NDP_LAST, NDP_CHAINED };
enum notify_mode { NOTIFY_FRAGMENT, NOTIFY_MESSAGE };
enum empty_mode { EMPTY_ZERO, EMPTY_STALL };
enum in_zlp_mode { IN_ZLP_SPEC, IN_ZLP_ALWAYS };

struct modem_config {
	/* USB */
	u32 vid, pid, speed, comm_if, data_if, dual, iad, union_desc, serial;
	u32 int_mps, bulk_mps;
	const char *name;

	/* MBIM descriptor and extended descriptor */
	u32 max_control, filters, filter_size, segment, datagram, datagram_fixed, net_caps;
	u32 extended, outstanding, mtu, mbimex;

	/* NTB parameters */
	u32 formats, in_max, in_divisor, in_remainder, in_alignment;
	u32 out_max, out_divisor, out_remainder, out_alignment, out_datagrams;
	u32 in_ndp, in_datagrams, in_zlp, in_queue, ndp_to_end;

	/* control channel */
	u32 notify, empty, drain_limit, speed_change, fragment_gap_ms;

	/* radio side */
	u32 sessions, dss_sessions, radio_on, auto_attach, check_source, grace_ms, ra;
	const char *pin, *imei, *imsi, *iccid, *msisdn, *plmn, *provider;

	/* addresses; the letter N stands for the session number */
	const char *ipv4, *ipv4_gw, *ipv4_dns, *ipv6, *ipv6_gw, *ipv6_dns;
	u32 ipv4_prefix, ipv6_prefix;
	const char *tun;

	/* the program itself */
	const char *violations, *ctl, *vhci;
	u32 verbose, unplugged, vhci_port;
};

void config_defaults(struct modem_config *cfg);

/*
 * Takes one "--name", "--name=value" or "--name value" at argv[*i], moving *i past it.
 * Return: 0, or -1 with a message printed.
 */
int config_parse(struct modem_config *cfg, int argc, char **argv, int *i);

/* Checks and completes what depends on each other. */
int config_finish(struct modem_config *cfg);

void config_help(FILE *out);

#endif
