/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Event loop: file descriptors through epoll, timers through one timerfd, one thread.  With a
 * virtual clock (self-test) time stands still until loop_advance() moves it.
 */
#ifndef _MODEM_LOOP_H
#define _MODEM_LOOP_H

#include <sys/epoll.h>

#include "util.h"

struct loop;

struct loop_fd {
	int fd;
	void (*ready)(struct loop_fd *lfd, u32 events);
};

struct loop_timer {
	struct list_head node;
	u64 due_us;
	bool armed;
	void (*fire)(struct loop_timer *timer);
};

struct loop *loop_create(bool virtual_clock);
void loop_destroy(struct loop *loop);

/* The loop_fd belongs to the caller and must stay until loop_del_fd(). */
int loop_add_fd(struct loop *loop, struct loop_fd *lfd, u32 events);
void loop_del_fd(struct loop *loop, struct loop_fd *lfd);

/* Arms or re-arms.  The callback may re-arm its own timer, free it, or delete others. */
void loop_timer_set(struct loop *loop, struct loop_timer *timer, u64 delay_us);
void loop_timer_cancel(struct loop *loop, struct loop_timer *timer);

u64 loop_now_us(struct loop *loop);
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/* Virtual clock only: fires everything due within the next delay_us in order. */
void loop_advance(struct loop *loop, u64 delay_us);

#endif
