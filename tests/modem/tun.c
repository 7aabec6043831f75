// SPDX-License-Identifier: GPL-2.0
/*
 * TUN mode: a network namespace is the network, with one TUN device per active session in it
 * ("net0", "net1", ...) that carries the gateway's addresses.  The namespace gets a name under
 * /run/netns, so `ip netns exec NAME` runs the far ends of real connections.
 */
#include "core.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netside.h"

#define TUN_BATCH 64

struct tun {
	struct loop_fd lfd;
	struct modem *modem;
	struct session *session;
};

static int namespace_open(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Gives the namespace that this process is in a name. */
static int namespace_publish(const char *path)
{
	int fd;

	mkdir("/run/netns", 0755);
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0)
		return -errno;
	close(fd);
	if (mount("/proc/self/ns/net", path, "none", MS_BIND, NULL)) {
		int err = errno;

		unlink(path);
		return -err;
	}
	return 0;
}

static void link_up(const char *name)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, IFNAMSIZ, "%s", name);
	if (!ioctl(sock, SIOCGIFFLAGS, &ifr)) {
		ifr.ifr_flags |= IFF_UP;
		ioctl(sock, SIOCSIFFLAGS, &ifr);
	}
	close(sock);
}

int tun_namespace_enter(struct modem *m, const char *name)
{
	struct netside *n = m->netside;
	int ret = 0;

	snprintf(n->ns_path, sizeof(n->ns_path), "/run/netns/%s", name);
	n->home_ns = namespace_open("/proc/self/ns/net");
	if (n->home_ns < 0)
		return -errno;
	n->tun_ns = namespace_open(n->ns_path);
	if (n->tun_ns >= 0) {
		/* Somebody else's: it has to be one. */
		if (setns(n->tun_ns, CLONE_NEWNET) || setns(n->home_ns, CLONE_NEWNET))
			return -errno;
		return 0;
	}

	if (unshare(CLONE_NEWNET))
		return -errno;
	ret = namespace_publish(n->ns_path);
	if (!ret) {
		n->ns_owned = true;
		link_up("lo");
		n->tun_ns = namespace_open("/proc/self/ns/net");
	}
	if (setns(n->home_ns, CLONE_NEWNET))
		ret = -errno;
	return ret;
}

void tun_namespace_leave(struct modem *m)
{
	struct netside *n = m->netside;

	if (n->tun_ns >= 0)
		close(n->tun_ns);
	if (n->home_ns >= 0)
		close(n->home_ns);
	n->tun_ns = -1;
	n->home_ns = -1;
	if (!n->ns_owned)
		return;
	umount2(n->ns_path, MNT_DETACH);
	unlink(n->ns_path);
}

static void tun_address_v4(const char *name, const struct session *s, u32 prefix)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { 0 };
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr = s->gw4 };

	snprintf(ifr.ifr_name, IFNAMSIZ, "%s", name);
	memcpy(&ifr.ifr_addr, &sin, sizeof(sin));
	if (ioctl(sock, SIOCSIFADDR, &ifr))
		perror("mbim-modem: address of the TUN device");
	sin.sin_addr.s_addr = prefix ? htonl(~0u << (32 - prefix)) : 0;
	memcpy(&ifr.ifr_netmask, &sin, sizeof(sin));
	ioctl(sock, SIOCSIFNETMASK, &ifr);
	close(sock);
}

static void tun_address_v6(const char *name, const struct session *s, u32 prefix)
{
	int sock = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct in6_ifreq ifr = {
		.ifr6_addr = s->gw6,
		.ifr6_prefixlen = prefix,
		.ifr6_ifindex = if_nametoindex(name),
	};

	if (sock < 0)
		return;
	if (ioctl(sock, SIOCSIFADDR, &ifr))
		perror("mbim-modem: IPv6 address of the TUN device");
	close(sock);
}

static void tun_configure(struct modem *m, const char *name, struct session *s)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, IFNAMSIZ, "%s", name);
	ifr.ifr_mtu = m->cfg.mtu ? m->cfg.mtu : 1500;
	ioctl(sock, SIOCSIFMTU, &ifr);
	close(sock);
	link_up(name);
	if (session_has_v4(s))
		tun_address_v4(name, s, m->cfg.ipv4_prefix);
	if (session_has_v6(s))
		tun_address_v6(name, s, m->cfg.ipv6_prefix);
}

static void tun_ready(struct loop_fd *lfd, u32 events __unused)
{
	struct tun *tun = container_of(lfd, struct tun, lfd);
	struct modem *m = tun->modem;
	static u8 buf[65536];

	for (int i = 0; i < TUN_BATCH; i++) {
		ssize_t n = read(lfd->fd, buf, sizeof(buf));

		if (n <= 0)
			break;
		session_downlink(m, tun->session, buf, n);
	}
	data_in_kick(m);
}

static int tun_open(struct modem *m, struct session *s)
{
	struct ifreq ifr = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	snprintf(ifr.ifr_name, IFNAMSIZ, "net%u", s->id);
	if (ioctl(fd, TUNSETIFF, &ifr)) {
		int err = errno;

		close(fd);
		return -err;
	}
	tun_configure(m, ifr.ifr_name, s);
	return fd;
}

void tun_create(struct modem *m, struct session *s)
{
	struct tun *tun;
	int fd;

	if (setns(m->netside->tun_ns, CLONE_NEWNET)) {
		perror("mbim-modem: entering the network namespace");
		return;
	}
	fd = tun_open(m, s);
	if (setns(m->netside->home_ns, CLONE_NEWNET))
		perror("mbim-modem: leaving the network namespace");
	if (fd < 0) {
		fprintf(stderr, "mbim-modem: TUN device: %s\n", strerror(-fd));
		return;
	}
	tun = xalloc(sizeof(*tun));
	tun->modem = m;
	tun->session = s;
	tun->lfd.fd = fd;
	tun->lfd.ready = tun_ready;
	s->tun = tun;
	loop_add_fd(m->loop, &tun->lfd, EPOLLIN);
}

void tun_destroy(struct modem *m, struct session *s)
{
	if (!s->tun)
		return;
	loop_del_fd(m->loop, &s->tun->lfd);
	close(s->tun->lfd.fd);
	free(s->tun);
	s->tun = NULL;
}

void tun_write(struct session *s, const u8 *p, u32 len)
{
	/* A full or down device drops, as a network does. */
	if (write(s->tun->lfd.fd, p, len) < 0 && errno != EAGAIN && errno != EIO)
		perror("mbim-modem: write to TUN");
}
