// SPDX-License-Identifier: GPL-2.0
/*
 * Options of the emulated modem: one table gives name, kind, default, range and help text of each.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>

enum option_kind { OPT_NUM, OPT_FLAG, OPT_ENUM, OPT_STR };

struct option_desc {
	const char *name;
	enum option_kind kind;
	size_t offset;
	const char *def;
	u32 min, max;
	const char *values;	/* OPT_ENUM: names separated by '|', in order of their numbers */
	const char *help;
};

#define NUM(n, field, d, lo, hi, h) \
	{ n, OPT_NUM, offsetof(struct modem_config, field), d, lo, hi, NULL, h }
#define FLAG(n, field, d, h) \
	{ n, OPT_FLAG, offsetof(struct modem_config, field), d, 0, 1, NULL, h }
#define ENUM(n, field, d, v, h) \
	{ n, OPT_ENUM, offsetof(struct modem_config, field), d, 0, 0, v, h }
#define STR(n, field, d, h) \
	{ n, OPT_STR, offsetof(struct modem_config, field), d, 0, 0, NULL, h }

static const struct option_desc options[] = {
	NUM("vid", vid, "0x1209", 0, 0xffff, "USB vendor id"),
	NUM("pid", pid, "0x4d42", 0, 0xffff, "USB product id"),
	NUM("serial", serial, "1", 0, 9999, "number in the serial string"),
	STR("name", name, "Emulated MBIM modem", "product string"),
	ENUM("speed", speed, "high", "high|super", "USB speed"),
	NUM("comm-if", comm_if, "0", 0, 30, "number of the communication interface"),
	NUM("data-if", data_if, "1", 0, 30, "number of the data interface"),
	FLAG("dual", dual, "0", "NCM/MBIM dual function"),
	FLAG("iad", iad, "1", "interface association descriptor"),
	FLAG("union", union_desc, "1", "union descriptor"),
	NUM("int-mps", int_mps, "64", 8, 1024, "packet size of the interrupt endpoint"),
	NUM("bulk-mps", bulk_mps, "0", 0, 1024, "packet size of bulk endpoints, 0 = by speed"),

	NUM("max-control", max_control, "4096", 0, 65535, "wMaxControlMessage"),
	NUM("filters", filters, "32", 0, 255, "bNumberFilters"),
	NUM("filter-size", filter_size, "192", 0, 255, "bMaxFilterSize"),
	NUM("segment", segment, "2048", 0, 65535, "wMaxSegmentSize"),
	NUM("datagram", datagram, "0", 0, 65535, "datagram size after reset, 0 = wMaxSegmentSize"),
	FLAG("datagram-fixed", datagram_fixed, "0", "refuse SET_MAX_DATAGRAM_SIZE"),
	NUM("net-caps", net_caps, "0x20", 0, 255, "bmNetworkCapabilities"),
	FLAG("extended", extended, "1", "MBIM extended descriptor"),
	NUM("outstanding", outstanding, "64", 0, 255, "bMaxOutstandingCommandMessages"),
	NUM("mtu", mtu, "1500", 0, 65535, "wMTU and the MTU in IP_CONFIGURATION"),
	NUM("mbimex", mbimex, "0x0100", 0x0100, 0x0300, "highest MBIMEx version, 0x0100-0x0300"),

	NUM("formats", formats, "3", 1, 3, "bmNtbFormatsSupported (3 = NTB16 and NTB32)"),
	NUM("in-max", in_max, "16384", 0, 0x100000, "dwNtbInMaxSize"),
	NUM("in-divisor", in_divisor, "4", 0, 65535, "wNdpInDivisor"),
	NUM("in-remainder", in_remainder, "0", 0, 65535, "wNdpInPayloadRemainder"),
	NUM("in-alignment", in_alignment, "4", 0, 65535, "wNdpInAlignment"),
	NUM("out-max", out_max, "16384", 0, 0x100000, "dwNtbOutMaxSize"),
	NUM("out-divisor", out_divisor, "4", 0, 65535, "wNdpOutDivisor"),
	NUM("out-remainder", out_remainder, "0", 0, 65535, "wNdpOutPayloadRemainder"),
	NUM("out-alignment", out_alignment, "4", 0, 65535, "wNdpOutAlignment"),
	NUM("out-datagrams", out_datagrams, "0", 0, 65535, "wNtbOutMaxDatagrams, 0 = no limit"),
	ENUM("in-ndp", in_ndp, "last", "first|last|chained", "where the modem puts its NDPs"),
	NUM("in-datagrams", in_datagrams, "32", 1, 64, "datagrams the modem puts into one NTB"),
	ENUM("in-zlp", in_zlp, "spec", "spec|always", "ZLP after a full-size NTB of the modem"),
	NUM("in-queue", in_queue, "4096", 1, 100000, "datagrams that may wait for the host"),
	FLAG("ndp-to-end", ndp_to_end, "0", "insist on one NDP behind the datagrams"),

	ENUM("notify", notify, "fragment", "fragment|message", "one RESPONSE_AVAILABLE for each"),
	ENUM("empty", empty, "zero", "zero|stall", "GET_ENCAPSULATED_RESPONSE with nothing there"),
	NUM("drain-limit", drain_limit, "32", 0, 1000, "reads tolerated on a closed function"),
	NUM("fragment-gap-ms", fragment_gap_ms, "1250", 1, 60000, "longest pause inside a message"),
	FLAG("speed-change", speed_change, "1", "send CONNECTION_SPEED_CHANGE on activation"),

	NUM("sessions", sessions, "8", 1, 256, "MaxSessions"),
	NUM("dss-sessions", dss_sessions, "4", 0, 256, "MaxDssSessions"),
	FLAG("radio-on", radio_on, "1", "software radio state at power-up"),
	FLAG("auto-attach", auto_attach, "1", "attach on registration, as LTE modems do"),
	FLAG("check-source", check_source, "0", "uplink IP source must belong to the session"),
	NUM("grace-ms", grace_ms, "500", 0, 60000, "traffic tolerated after a deactivation"),
	FLAG("ra", ra, "0", "answer router solicitations"),
	STR("pin", pin, "", "PIN that locks the SIM"),
	STR("imei", imei, "353001234567890", "device id"),
	STR("imsi", imsi, "001010123456789", "subscriber id"),
	STR("iccid", iccid, "8988211000000000017", "SIM ICC id"),
	STR("msisdn", msisdn, "+15550100", "telephone number"),
	STR("plmn", plmn, "00101", "provider id"),
	STR("provider", provider, "Test PLMN", "provider name"),

	STR("ipv4", ipv4, "10.64.N.2", "IPv4 address of session N, empty for none"),
	STR("ipv4-gw", ipv4_gw, "10.64.N.1", "its gateway"),
	NUM("ipv4-prefix", ipv4_prefix, "30", 0, 32, "its prefix length"),
	STR("ipv4-dns", ipv4_dns, "10.64.N.1", "its name server"),
	STR("ipv6", ipv6, "2001:db8:N::2", "IPv6 address of session N, empty for none"),
	STR("ipv6-gw", ipv6_gw, "2001:db8:N::1", "its gateway"),
	NUM("ipv6-prefix", ipv6_prefix, "64", 0, 128, "its prefix length"),
	STR("ipv6-dns", ipv6_dns, "2001:db8:N::1", "its name server"),
	STR("tun", tun, "", "name of a network namespace that is the network side, through TUN"),

	STR("violations", violations, "", "file for one line per violation"),
	STR("ctl", ctl, "", "path of the control socket"),
	STR("vhci", vhci, "/sys/devices/platform/vhci_hcd.0", "sysfs folder of vhci_hcd"),
	NUM("vhci-port", vhci_port, "255", 0, 255, "port of vhci_hcd, 255 = first free one"),
	FLAG("unplugged", unplugged, "0", "start unplugged, wait for 'replug'"),
	FLAG("verbose", verbose, "0", "event log on standard output"),
};

static int option_set_enum(const struct option_desc *o, const char *value, u32 *field)
{
	size_t len = strlen(value);
	u32 n = 0;

	for (const char *p = o->values; p; n++) {
		const char *end = strchr(p, '|');
		size_t plen = end ? (size_t)(end - p) : strlen(p);

		if (plen == len && !memcmp(p, value, len)) {
			*field = n;
			return 0;
		}
		p = end ? end + 1 : NULL;
	}
	fprintf(stderr, "--%s takes %s, not '%s'\n", o->name, o->values, value);
	return -1;
}

static int option_set(struct modem_config *cfg, const struct option_desc *o, const char *value)
{
	void *field = (char *)cfg + o->offset;
	unsigned long v;
	char *end;

	if (o->kind == OPT_STR) {
		*(const char **)field = value;
		return 0;
	}
	if (o->kind == OPT_ENUM)
		return option_set_enum(o, value, field);

	errno = 0;
	v = strtoul(value, &end, 0);
	if (errno || end == value || *end || v < o->min || v > o->max) {
		fprintf(stderr, "--%s takes a number from %u to %u, not '%s'\n", o->name, o->min,
			o->max, value);
		return -1;
	}
	*(u32 *)field = v;
	return 0;
}

void config_defaults(struct modem_config *cfg)
{
	memset(cfg, 0, sizeof(*cfg));
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		option_set(cfg, &options[i], options[i].def);
}

int config_parse(struct modem_config *cfg, int argc, char **argv, int *i)
{
	const char *arg = argv[*i] + 2;
	size_t len = strcspn(arg, "=");
	const char *value = arg[len] ? arg + len + 1 : NULL;

	for (size_t k = 0; k < ARRAY_SIZE(options); k++) {
		const struct option_desc *o = &options[k];

		if (strlen(o->name) != len || memcmp(o->name, arg, len))
			continue;
		++*i;
		if (!value && o->kind == OPT_FLAG)
			value = "1";
		if (!value) {
			if (*i >= argc) {
				fprintf(stderr, "--%s needs a value\n", o->name);
				return -1;
			}
			value = argv[(*i)++];
		}
		return option_set(cfg, o, value);
	}
	fprintf(stderr, "unknown option --%s, try --help\n", arg);
	return -1;
}

int config_finish(struct modem_config *cfg)
{
	if (cfg->comm_if == cfg->data_if) {
		fprintf(stderr, "--comm-if and --data-if must differ\n");
		return -1;
	}
	if (!(cfg->formats & 1)) {
		fprintf(stderr, "--formats=2: no function may leave NTB16 out\n");
		return -1;
	}
	if (!cfg->bulk_mps)
		cfg->bulk_mps = cfg->speed == SPEED_SUPER ? 1024 : 512;
	return 0;
}

void config_help(FILE *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const struct option_desc *o = &options[i];
		const char *arg = o->kind == OPT_NUM ? "=N" : o->kind == OPT_STR ? "=TEXT" : "";
		char left[64];

		if (o->kind == OPT_ENUM)
			snprintf(left, sizeof(left), "--%s=%s", o->name, o->values);
		else if (o->kind == OPT_FLAG)
			snprintf(left, sizeof(left), "--%s[=0|1]", o->name);
		else
			snprintf(left, sizeof(left), "--%s%s", o->name, arg);
		fprintf(out, "  %-32s %s [%s]\n", left, o->help, o->def);
	}
}
