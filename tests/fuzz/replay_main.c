// SPDX-License-Identifier: GPL-2.0
/*
 * main() for a fuzz target where libFuzzer is not at hand: runs the files named
 * on the command line, then, with -r N, N random inputs.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t input[1 << 17];

static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file) {
		perror(path);
		return 1;
	}
	size = fread(input, 1, sizeof(input), file);
	fclose(file);
	LLVMFuzzerTestOneInput(input, size);
	return 0;
}

/* A seed mutated here and there gets further than pure noise. */
static void random_inputs(unsigned long count, size_t seed_size)
{
	static uint8_t seed[sizeof(input)];
	unsigned long i;

	memcpy(seed, input, seed_size);
	for (i = 0; i < count; i++) {
		size_t size = seed_size, changes = 1 + (size_t)rand() % 8;

		memcpy(input, seed, seed_size);
		if (!size || rand() % 4 == 0) {
			size = (size_t)rand() % 512;
			while (changes < size)
				input[changes++] = (uint8_t)rand();
			changes = 1;
		}
		while (size && changes--)
			input[(size_t)rand() % size] = (uint8_t)rand();
		LLVMFuzzerTestOneInput(input, size);
	}
}

int main(int argc, char **argv)
{
	unsigned long count = 0;
	int bad = 0, files = 0, i;
	size_t size = 0;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-r") && i + 1 < argc) {
			count = strtoul(argv[++i], NULL, 0);
			continue;
		}
		bad |= replay(argv[i]);
		files++;
	}
	if (count) {
		FILE *file = files ? fopen(argv[1], "rb") : NULL;

		if (file) {
			size = fread(input, 1, sizeof(input), file);
			fclose(file);
		}
		random_inputs(count, size);
	}
	printf("%d inputs, %lu random\n", files, count);
	return bad;
}
