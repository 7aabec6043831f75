// SPDX-License-Identifier: GPL-2.0
/*
 * mbim-modem: an emulated USB MBIM modem on vhci_hcd.
 *
 *	mbim-modem [OPTIONS]			be a modem until SIGTERM, SIGINT or "quit"
 *	mbim-modem --ctl=PATH COMMAND...	ask a running modem, print its answer
 *	mbim-modem --help | --rules
 *
 * A modem is plugged in at once (not with --unplugged) and unplugged at the end; several may run
 * side by side, each with its own control socket.  "ready" on standard output says that it is
 * plugged in and its control socket answers.  Every mistake of the host against MBIM and CDC goes
 * to the file of --violations, one line each: time, code, name, detail.  --allow=NAME,... and
 * --allow-file=FILE tolerate some (tests/modem/stock-departures holds those of stock cdc_mbim):
 * these are counted and shown by "violations", but kept out of the file.
 * --knob=NAME=N turns a knob from the start.  A value may also be the next word.  Exit status: 0,
 * 1 when there were violations that are not allowed, 2 when the modem could not run.
 *
 * Example, in a guest as root:
 *	modprobe vhci_hcd
 *	mbim-modem --ctl=/run/m0 --violations=/run/m0.log --speed=super --formats=3 &
 *	mbim-modem --ctl=/run/m0 status
 *	mbim-modem --ctl=/run/m0 deactivate 0
 *
 * The folder: core.c puts the parts together; usb_device.c, ep0.c, descriptors.c,
 * class_requests.c and notify.c are the USB device; bulk.c, ntb_encode.c and ntb_decode.c the data
 * path; control.c and answers.c the message channel; services.c and the files it names the device
 * services; radio.c and session.c the state behind them; netside*.c and tun.c the network;
 * violation.c, knobs.c, fault*.c and ctl*.c the test's hold on it all; transport_vhci.c alone knows
 * where the USB bus is.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core.h"
#include "ctl.h"

struct program {
	struct modem_config cfg;
	struct knobs knobs;
	struct violation_log allowed;	/* only its table is used */
	struct loop_fd signals;
	struct loop *loop;
};

static void usage(FILE *out)
{
	fprintf(out, "usage: mbim-modem [OPTIONS]\n"
		     "       mbim-modem --ctl=PATH COMMAND...\n\n"
		     "options, with their defaults in brackets:\n");
	config_help(out);
	fprintf(out, "  --allow=NAME,...                 violations to tolerate\n"
		     "  --allow-file=FILE                the same, first word of each line\n"
		     "  --knob=NAME=N                    turn a knob from the start\n"
		     "  --rules                          list the violations\n"
		     "\nknobs (LEVEL holds, COUNT counts down):\n");
	knob_help(out);
	fprintf(out, "\npoints of faults (fault.h says what can happen there):\n");
	fault_help(out);
	fprintf(out, "\ncommands:\n");
	ctl_help(out);
}

static int allow_file(struct program *p, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[512], name[64];
	int ret = 0;

	if (!f) {
		perror(path);
		return -1;
	}
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%63s", name) == 1 && name[0] != '#' && line[0] != ' ' &&
		    line[0] != '\t' && violation_allow(&p->allowed, name))
			ret = -1;
	fclose(f);
	return ret;
}

static int option_knob(struct program *p, const char *text)
{
	char name[64];
	const char *eq = strchr(text, '=');

	if (eq && (size_t)(eq - text) < sizeof(name)) {
		memcpy(name, text, eq - text);
		name[eq - text] = 0;
		if (!knob_set(&p->knobs, name, eq + 1))
			return 0;
	}
	fprintf(stderr, "--knob takes NAME=NUMBER, not '%s'\n", text);
	return -1;
}

static int option_allow(struct program *p, const char *names)
{
	return violation_allow(&p->allowed, names);
}

/* Options that are not part of a modem's description. */
static const struct {
	const char *name;
	int (*take)(struct program *p, const char *value);
} program_options[] = {
	{ "allow", option_allow },
	{ "allow-file", allow_file },
	{ "knob", option_knob },
};

/* Return: 0 when taken, negative for an error, 1 when it is none of these. */
static int parse_program_option(struct program *p, int argc, char **argv, int *i)
{
	const char *arg = argv[*i] + 2;
	size_t len = strcspn(arg, "=");

	for (size_t k = 0; k < ARRAY_SIZE(program_options); k++) {
		const char *value = arg[len] ? arg + len + 1 : argv[*i + 1];

		if (strlen(program_options[k].name) != len ||
		    memcmp(program_options[k].name, arg, len))
			continue;
		*i += arg[len] ? 1 : 2;
		if (*i > argc) {
			fprintf(stderr, "--%s needs a value\n", arg);
			return -1;
		}
		return program_options[k].take(p, value);
	}
	return 1;
}

/* Return: index of the first word that is no option, negative for an error. */
static int parse_arguments(struct program *p, int argc, char **argv)
{
	int i = 1, err = 0;

	config_defaults(&p->cfg);
	while (!err && i < argc && !strncmp(argv[i], "--", 2)) {
		if (!strcmp(argv[i], "--help")) {
			usage(stdout);
			exit(0);
		}
		if (!strcmp(argv[i], "--rules")) {
			violation_list_rules(stdout);
			exit(0);
		}
		err = parse_program_option(p, argc, argv, &i);
		if (err == 1)
			err = config_parse(&p->cfg, argc, argv, &i);
	}
	return err ? -1 : i;
}

static void signal_ready(struct loop_fd *lfd, u32 events __unused)
{
	struct program *p = container_of(lfd, struct program, signals);
	struct signalfd_siginfo info;

	if (read(lfd->fd, &info, sizeof(info)) > 0)
		loop_stop(p->loop);
}

static int catch_signals(struct program *p)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	p->signals.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	p->signals.ready = signal_ready;
	return p->signals.fd < 0 ? -errno : loop_add_fd(p->loop, &p->signals, EPOLLIN);
}

/* Return: 0 or a negative errno, with the reason printed. */
static int program_files(struct modem *m)
{
	int err = 0;

	if (*m->cfg.violations && violation_open_file(&m->violations, m->cfg.violations)) {
		err = -errno;
		perror(m->cfg.violations);
		return err;
	}
	if (*m->cfg.tun)
		err = tun_namespace_enter(m, m->cfg.tun);
	if (err)
		fprintf(stderr, "mbim-modem: namespace %s: %s\n", m->cfg.tun, strerror(-err));
	return err;
}

static void program_submit(void *modem, struct xfer *x)
{
	usb_submit(modem, x);
}

static bool program_cancel(void *modem, struct xfer *x)
{
	return usb_cancel(modem, x);
}

static void program_plugged(void *modem, u32 port)
{
	modem_log(modem, "plugged into vhci port %u", port);
}

static void program_unplugged(void *modem)
{
	usb_unplugged(modem);
}

static struct transport *program_transport(struct modem *m)
{
	struct transport_device device = {
		.device = m,
		.name = "mbim-modem",
		.loop = m->loop,
		.submit = program_submit,
		.cancel = program_cancel,
		.plugged = program_plugged,
		.unplugged = program_unplugged,
		.vhci = m->cfg.vhci,
		.vhci_port = m->cfg.vhci_port,
		.super = m->cfg.speed == SPEED_SUPER,
	};

	return transport_vhci_create(&device);
}

static int program_plug(struct modem *m)
{
	int err = m->cfg.unplugged ? 0 : m->transport->ops->attach(m->transport);

	if (err)
		fprintf(stderr, "mbim-modem: attach to %s: %s\n", m->cfg.vhci, strerror(-err));
	return err;
}

static int run(struct program *p)
{
	struct ctl *ctl = NULL;
	struct modem *m;
	int ret = 2;

	setvbuf(stdout, NULL, _IOLBF, 0);
	p->loop = loop_create(false);
	if (catch_signals(p))
		return ret;
	m = modem_create(&p->cfg, p->loop);
	m->knobs = p->knobs;
	memcpy(m->violations.allowed, p->allowed.allowed, sizeof(m->violations.allowed));
	m->transport = program_transport(m);
	if (program_files(m) || program_plug(m))
		goto destroy;
	/* Last: whoever waits for the socket finds the modem plugged in. */
	if (*m->cfg.ctl) {
		ctl = ctl_create(m, m->cfg.ctl);
		if (!ctl)
			goto destroy;
	}
	printf("ready\n");
	loop_run(p->loop);
	ret = 0;
destroy:
	m->transport->ops->destroy(m->transport);
	m->transport = NULL;
	if (ctl)
		ctl_destroy(ctl);
	if (!ret && m->violations.total)
		ret = 1;
	modem_destroy(m);
	loop_destroy(p->loop);
	return ret;
}

int main(int argc, char **argv)
{
	static struct program program;
	int first = parse_arguments(&program, argc, argv);

	if (first < 0 || config_finish(&program.cfg))
		return 2;
	if (first < argc) {
		if (!*program.cfg.ctl) {
			fprintf(stderr, "mbim-modem: --ctl=PATH names the modem to ask\n");
			return 2;
		}
		return ctl_client(program.cfg.ctl, argc - first, argv + first);
	}
	return run(&program);
}
