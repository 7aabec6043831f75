// SPDX-License-Identifier: GPL-2.0
/*
 * Who is bound to whom, as text: debugfs ndis_shim/ndis/bindings. Only builds with
 * NDIS_SHIM_TEST have it: tests wait for the state that they are about.
 *
 *	NDISPROT v0 binding opening
 *	NDISPROT v1 idle open pending=3 transfer
 *
 * A line for each pair of a protocol and an adapter: what is done with it, and each
 * binding that it has: its state, sends and requests that pend, whether a transfer
 * does.
 */
#include "ndis/core.h"

#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

#ifdef NDIS_SHIM_TEST

static void ndis_show_binding(struct seq_file *file, struct ndis_binding *binding)
{
	static const char * const states[] = {
		[NDIS_BINDING_OPENING] = "opening",
		[NDIS_BINDING_OPEN] = "open",
		[NDIS_BINDING_CLOSING] = "closing",
		[NDIS_BINDING_CLOSED] = "closed",
	};
	int pending = atomic_read(&binding->pending);

	seq_printf(file, " %s", states[READ_ONCE(binding->state)]);
	if (pending)
		seq_printf(file, " pending=%d", pending);
	if (READ_ONCE(binding->rx_transfer))
		seq_puts(file, " transfer");
}

static void ndis_show_pair(struct seq_file *file, struct ndis_pair *pair)
{
	static const char * const states[] = {
		[NDIS_PAIR_IDLE] = "idle",
		[NDIS_PAIR_BINDING] = "binding",
		[NDIS_PAIR_UNBINDING] = "unbinding",
	};
	struct ndis_binding *binding;

	seq_printf(file, "%s %s %s", pair->protocol->name, pair->adapter->name,
		   states[pair->state]);
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->pair == pair)
			ndis_show_binding(file, binding);
	}
	seq_putc(file, '\n');
}

int ndis_bindings_show(struct seq_file *file, void *unused)
{
	struct ndis_protocol *protocol;
	struct ndis_pair *pair;

	mutex_lock(&ndis_table_lock);
	list_for_each_entry(protocol, &ndis_protocols, node) {
		list_for_each_entry(pair, &protocol->pairs, node_protocol)
			ndis_show_pair(file, pair);
	}
	mutex_unlock(&ndis_table_lock);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_bindings_show);
DEFINE_SHOW_ATTRIBUTE(ndis_bindings);

void ndis_show_init(struct dentry *dir)
{
	debugfs_create_file("bindings", 0400, dir, NULL, &ndis_bindings_fops);
}

#endif
