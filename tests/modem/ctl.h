/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Control socket: a line in, some lines out, closed by "ok" or "error REASON".
 */
#ifndef _MODEM_CTL_H
#define _MODEM_CTL_H

#include <stdio.h>

struct modem;
struct ctl;

/* ctl.c */
struct ctl *ctl_create(struct modem *m, const char *path);
void ctl_destroy(struct ctl *ctl);

/* ctl_commands.c: Return: NULL, or the reason of a failure. */
const char *ctl_command(struct modem *m, char *line, FILE *out);
void ctl_help(FILE *out);

/* ctl_client.c: Return: exit status of the program. */
int ctl_client(const char *path, int argc, char **argv);

#endif
