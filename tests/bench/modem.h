/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control channel of the MBIM function: the modem in memory of drivers/mbim_sim,
 * behind functions that need no Windows type. One caller at a time.
 */
#ifndef _TESTS_BENCH_MODEM_H
#define _TESTS_BENCH_MODEM_H

extern const unsigned int bench_modem_size;
/* @emit gets each fragment for the host. @memory: bench_modem_size bytes, zeroed. */
void bench_modem_init(void *memory, void (*emit)(const unsigned char *data, unsigned int length));
void bench_modem_reset(void *memory);
void bench_modem_message(void *memory, const unsigned char *data, unsigned int length);

#endif
