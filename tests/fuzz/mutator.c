// SPDX-License-Identifier: GPL-2.0
/* See make.h: inputs of a target, for libFuzzer and for whoever has a seed. */
#include "make.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);

size_t make_input(uint8_t *data, size_t max, unsigned int seed)
{
	struct maker m = { data, 0, max, seed * 0x9e3779b97f4a7c15ull | 1 };

	make_pick(&m, 2);
	fuzz_make(&m);
	/* Half of them stay good: what a parser finds in those is checked, too. */
	if (make_pick(&m, 2))
		make_worse(&m);
	return m.size;
}

/* libFuzzer's, which goes on with what has found something new. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	struct maker m = { data, size, max, seed * 0x9e3779b97f4a7c15ull | 1 };

	switch (make_pick(&m, 8)) {
	case 0:
		return make_input(data, max, seed);
	case 1:
	case 2:
		make_worse(&m);
		return m.size;
	default:
		return LLVMFuzzerMutate(data, size, max);
	}
}
