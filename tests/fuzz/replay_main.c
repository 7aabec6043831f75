// SPDX-License-Identifier: GPL-2.0
/*
 * main() for a fuzz target where libFuzzer is not at hand: runs the files named
 * on the command line, then, with -r N, N random inputs, half of them made of each
 * in turn, half by mutator.c.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t input[1 << 17], seed[sizeof(input)];

static int load(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		return 1;
	}
	*size = fread(seed, 1, sizeof(seed), file);
	fclose(file);
	return 0;
}

static void noise(size_t size)
{
	while (size--)
		input[size] = (uint8_t)rand();
}

/* A seed mutated here and there, or cut short, gets further than pure noise. */
static void random_inputs(unsigned long count, size_t seed_size)
{
	while (count--) {
		size_t size = seed_size, changes = 1 + (size_t)rand() % 8;

		if (count & 1) {
			size = make_input(input, sizeof(input), (unsigned int)rand());
			LLVMFuzzerTestOneInput(input, size);
			continue;
		}
		memcpy(input, seed, seed_size);
		if (!size || rand() % 4 == 0) {
			size = (size_t)rand() % 512;
			noise(size);
		} else if (rand() % 4 == 0) {
			size = (size_t)rand() % size;
		}
		while (size && changes--)
			input[(size_t)rand() % size] = (uint8_t)rand();
		LLVMFuzzerTestOneInput(input, size);
	}
}

int main(int argc, char **argv)
{
	unsigned long count = 0;
	int bad = 0, files, i;
	size_t size;

	if (argc > 2 && !strcmp(argv[argc - 2], "-r")) {
		count = strtoul(argv[argc - 1], NULL, 0);
		argc -= 2;
	}
	files = argc - 1;
	for (i = 1; i < argc; i++) {
		if (load(argv[i], &size)) {
			bad = 1;
			continue;
		}
		memcpy(input, seed, size);
		LLVMFuzzerTestOneInput(input, size);
		random_inputs(count / (unsigned long)files, size);
	}
	if (!files)
		random_inputs(count, 0);
	printf("%d inputs, %lu random\n", files, count);
	return bad;
}
