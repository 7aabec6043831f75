// SPDX-License-Identifier: GPL-2.0
/*
 * How fast the time stamp counter counts, in kHz; nothing where there is none.
 *
 * An emulated processor has this machine's counter, and the guest has only 50 ms to
 * measure it by timers that are emulated, too: on a busy machine it is wrong by as much
 * as the factor of five, and with it every clock and time-out in the guest.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#if defined(__x86_64__) || defined(__i386__)
#include <x86intrin.h>

struct moment {
	uint64_t ns, ticks;
};

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* Both clocks at once: the try in which the least time passed between them. */
static struct moment look(void)
{
	uint64_t least = UINT64_MAX;
	struct moment best = { 0, 0 };
	int i;

	for (i = 0; i < 200; i++) {
		uint64_t before = now(), ticks = __rdtsc(), after = now();

		if (after - before >= least)
			continue;
		least = after - before;
		best = (struct moment){ before + least / 2, ticks };
	}
	return best;
}

int main(void)
{
	struct timespec pause = { .tv_nsec = 100000000 };
	struct moment first = look(), last;

	nanosleep(&pause, NULL);
	last = look();
	printf("%llu\n", (unsigned long long)((last.ticks - first.ticks) * 1000000 /
					       (last.ns - first.ns)));
	return 0;
}
#else
int main(void)
{
	return 0;
}
#endif
