/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inputs that are nearly right: mutated noise fails the first check of a parser, what is
 * behind it sees only what has been made to pass.
 *
 * Each target says how a good input is made. Some of them are spoiled, and handed to
 * libFuzzer, which mutates them as its own, or to replay_main.c.
 */
#ifndef _FUZZ_MAKE_H
#define _FUZZ_MAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct maker - an input that grows
 * @data: it
 * @size: so far
 * @max: room; what goes beyond is left out
 * @random: of make_pick()
 */
struct maker {
	uint8_t *data;
	size_t size;
	size_t max;
	uint64_t random;
};

/* A number below @below, which is not 0. */
uint32_t make_pick(struct maker *m, uint32_t below);
/* One in @n times. */
#define make_chance(m, n)	(!make_pick((m), (n)))

/* Little endian, @width bytes, appended. Return: where; what is there now can be set. */
size_t make_put(struct maker *m, uint32_t value, unsigned int width);
void make_set(struct maker *m, size_t at, uint32_t value, unsigned int width);
void make_bytes(struct maker *m, const void *data, size_t size);
void make_noise(struct maker *m, size_t size);
/* Up to a multiple of @align, from @start. */
void make_align(struct maker *m, size_t start, size_t align);

/* One to three fields get another value; now and then the end is missing. */
void make_worse(struct maker *m);

/* mutator.c, and the target's: an input as somebody with good intentions would send it. */
void fuzz_make(struct maker *m);

/* libFuzzer's own, where there is one. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) __attribute__((weak));

/* A good input from @seed, or one with a few fields spoiled. Return: its size. */
size_t make_input(uint8_t *data, size_t max, unsigned int seed);

#endif
