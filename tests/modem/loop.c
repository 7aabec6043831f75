// SPDX-License-Identifier: GPL-2.0
/*
 * Event loop of the emulated modem: epoll, one timerfd and a sorted list of timers.  Events are
 * taken one at a time, so a callback may delete any descriptor without a stale event following.
 */
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct loop {
	int epfd;
	struct loop_fd timer_fd;
	struct list_head timers;	/* sorted by due_us */
	bool virtual_clock;
	bool stop;
	u64 virtual_us;
};

void *xalloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p) {
		fprintf(stderr, "mbim-modem: out of memory\n");
		exit(2);
	}
	return p;
}

char *xstrdup(const char *s)
{
	char *copy = xalloc(strlen(s) + 1);

	return strcpy(copy, s);
}

u64 loop_now_us(struct loop *loop)
{
	struct timespec ts;

	if (loop->virtual_clock)
		return loop->virtual_us;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (u64)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Points the timerfd at the earliest timer, or disarms it. */
static void loop_program_timerfd(struct loop *loop)
{
	struct itimerspec its = { 0 };

	if (loop->virtual_clock)
		return;
	if (!list_empty(&loop->timers)) {
		u64 due = list_first_entry(&loop->timers, struct loop_timer, node)->due_us;

		its.it_value.tv_sec = due / 1000000;
		its.it_value.tv_nsec = due % 1000000 * 1000;
		if (!its.it_value.tv_sec && !its.it_value.tv_nsec)
			its.it_value.tv_nsec = 1;
	}
	timerfd_settime(loop->timer_fd.fd, TFD_TIMER_ABSTIME, &its, NULL);
}

static void loop_fire_due(struct loop *loop, u64 now)
{
	while (!list_empty(&loop->timers)) {
		struct loop_timer *timer = list_first_entry(&loop->timers, struct loop_timer, node);

		if (timer->due_us > now)
			break;
		list_del(&timer->node);
		timer->armed = false;
		timer->fire(timer);
	}
}

static void loop_timerfd_ready(struct loop_fd *lfd, u32 events __unused)
{
	struct loop *loop = container_of(lfd, struct loop, timer_fd);
	u64 expirations;

	if (read(lfd->fd, &expirations, sizeof(expirations)) < 0 && errno != EAGAIN)
		perror("timerfd");
	loop_fire_due(loop, loop_now_us(loop));
	loop_program_timerfd(loop);
}

struct loop *loop_create(bool virtual_clock)
{
	struct loop *loop = xalloc(sizeof(*loop));

	list_init(&loop->timers);
	loop->virtual_clock = virtual_clock;
	loop->epfd = epoll_create1(EPOLL_CLOEXEC);
	loop->timer_fd.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	loop->timer_fd.ready = loop_timerfd_ready;
	if (loop->epfd < 0 || loop->timer_fd.fd < 0 ||
	    loop_add_fd(loop, &loop->timer_fd, EPOLLIN)) {
		perror("mbim-modem: event loop");
		exit(2);
	}
	return loop;
}

void loop_destroy(struct loop *loop)
{
	close(loop->timer_fd.fd);
	close(loop->epfd);
	free(loop);
}

int loop_add_fd(struct loop *loop, struct loop_fd *lfd, u32 events)
{
	struct epoll_event ev = { .events = events, .data.ptr = lfd };

	return epoll_ctl(loop->epfd, EPOLL_CTL_ADD, lfd->fd, &ev) ? -errno : 0;
}

void loop_del_fd(struct loop *loop, struct loop_fd *lfd)
{
	epoll_ctl(loop->epfd, EPOLL_CTL_DEL, lfd->fd, NULL);
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer, u64 delay_us)
{
	struct loop_timer *pos;

	if (timer->armed)
		list_del(&timer->node);
	timer->due_us = loop_now_us(loop) + delay_us;
	timer->armed = true;
	list_for_each_entry(pos, &loop->timers, node)
		if (pos->due_us > timer->due_us)
			break;
	list_insert_before(&timer->node, &pos->node);
	loop_program_timerfd(loop);
}

void loop_timer_cancel(struct loop *loop, struct loop_timer *timer)
{
	if (!timer->armed)
		return;
	list_del(&timer->node);
	timer->armed = false;
	loop_program_timerfd(loop);
}

void loop_run(struct loop *loop)
{
	loop->stop = false;
	while (!loop->stop) {
		struct epoll_event ev;
		int n = epoll_wait(loop->epfd, &ev, 1, -1);

		if (n < 0 && errno != EINTR) {
			perror("epoll_wait");
			return;
		}
		if (n == 1) {
			struct loop_fd *lfd = ev.data.ptr;

			lfd->ready(lfd, ev.events);
		}
	}
}

void loop_stop(struct loop *loop)
{
	loop->stop = true;
}

void loop_advance(struct loop *loop, u64 delay_us)
{
	u64 end = loop->virtual_us + delay_us;

	while (!list_empty(&loop->timers)) {
		u64 due = list_first_entry(&loop->timers, struct loop_timer, node)->due_us;

		if (due > end)
			break;
		if (due > loop->virtual_us)
			loop->virtual_us = due;
		loop_fire_due(loop, loop->virtual_us);
	}
	loop->virtual_us = end;
}
