// SPDX-License-Identifier: GPL-2.0
/*
 * Generic tables, over the kernel's trees: a node of ours lies where Windows has its
 * links, which drivers do not look at. Elements are the driver's memory, with our
 * header in front.
 *
 * Nothing is locked here: a table is its driver's to serialise. The place of an
 * enumeration goes back by one when its element is deleted, so that nobody is passed
 * over.
 */
#include <linux/export.h>
#include <linux/overflow.h>
#include <linux/rbtree.h>
#include <linux/string.h>

#include <wdm.h>

#include "nt/nt_internal.h"

/* In front of an element of each kind. */
struct nt_splay_element {
	struct rb_node node;
	LIST_ENTRY order;
	LONGLONG data[];
};

struct nt_avl_element {
	struct rb_node node;
	CHAR reserved[sizeof(RTL_BALANCED_LINKS) - sizeof(struct rb_node)];
	LONGLONG data[];
};

static_assert(sizeof(struct rb_node) == sizeof(RTL_SPLAY_LINKS));
static_assert(sizeof(struct nt_avl_element) == sizeof(RTL_BALANCED_LINKS));

/* What the two kinds differ in. */
struct nt_table {
	struct rb_root *root;
	bool avl;
	void *table;
};

static struct nt_table nt_splay(PRTL_GENERIC_TABLE table)
{
	return (struct nt_table){ (struct rb_root *)&table->TableRoot, false, table };
}

static struct nt_table nt_avl(PRTL_AVL_TABLE table)
{
	return (struct nt_table){ (struct rb_root *)&table->BalancedRoot.RightChild, true, table };
}

static void *nt_table_data(const struct nt_table *t, struct rb_node *node)
{
	if (!node)
		return NULL;
	return t->avl ? (void *)rb_entry(node, struct nt_avl_element, node)->data :
			(void *)rb_entry(node, struct nt_splay_element, node)->data;
}

static RTL_GENERIC_COMPARE_RESULTS nt_table_compare(const struct nt_table *t, void *a, void *b)
{
	PRTL_GENERIC_TABLE splay = t->table;
	PRTL_AVL_TABLE avl = t->table;

	return t->avl ? avl->CompareRoutine(avl, a, b) : splay->CompareRoutine(splay, a, b);
}

/* The node, or the one below which @buffer would be. */
static TABLE_SEARCH_RESULT nt_table_search(const struct nt_table *t, void *buffer,
					   struct rb_node **where)
{
	struct rb_node *node = t->root->rb_node;
	TABLE_SEARCH_RESULT result = TableEmptyTree;

	*where = NULL;
	while (node) {
		*where = node;
		switch (nt_table_compare(t, buffer, nt_table_data(t, node))) {
		case GenericLessThan:
			node = node->rb_left;
			result = TableInsertAsLeft;
			break;
		case GenericGreaterThan:
			node = node->rb_right;
			result = TableInsertAsRight;
			break;
		default:
			return TableFoundNode;
		}
	}
	return result;
}

static void *nt_table_lookup(const struct nt_table *t, void *buffer, struct rb_node **where,
			     TABLE_SEARCH_RESULT *result)
{
	*result = nt_table_search(t, buffer, where);
	return *result == TableFoundNode ? nt_table_data(t, *where) : NULL;
}

static struct rb_node *nt_table_allocate(const struct nt_table *t, CLONG bytes)
{
	PRTL_GENERIC_TABLE splay = t->table;
	PRTL_AVL_TABLE avl = t->table;
	struct nt_splay_element *element;
	struct nt_avl_element *plain;
	CLONG size;

	if (check_add_overflow(bytes, t->avl ? (CLONG)sizeof(struct nt_avl_element) :
					       (CLONG)sizeof(struct nt_splay_element), &size))
		return NULL;
	if (t->avl) {
		plain = avl->AllocateRoutine(avl, size);
		if (!plain)
			return NULL;
		avl->NumberGenericTableElements++;
		return &plain->node;
	}
	element = splay->AllocateRoutine(splay, size);
	if (!element)
		return NULL;
	InsertTailList(&splay->InsertOrderList, &element->order);
	splay->NumberGenericTableElements++;
	return &element->node;
}

static void *nt_table_insert(const struct nt_table *t, void *buffer, CLONG bytes,
			     PBOOLEAN is_new, struct rb_node *where, TABLE_SEARCH_RESULT result)
{
	struct rb_node *node;

	if (is_new)
		*is_new = FALSE;
	if (result == TableFoundNode)
		return nt_table_data(t, where);
	node = nt_table_allocate(t, bytes);
	if (!node)
		return NULL;
	memcpy(nt_table_data(t, node), buffer, bytes);
	rb_link_node(node, where, result == TableEmptyTree ? &t->root->rb_node :
				  result == TableInsertAsLeft ? &where->rb_left : &where->rb_right);
	rb_insert_color(node, t->root);
	if (is_new)
		*is_new = TRUE;
	return nt_table_data(t, node);
}

/* Where a lookup was, if the driver has not changed the table since. */
static bool nt_table_place(const struct nt_table *t, struct rb_node *where,
			   TABLE_SEARCH_RESULT result, const char *who)
{
	if (result == TableFoundNode ? !!where :
	    result == TableEmptyTree ? !t->root->rb_node :
	    where && (result == TableInsertAsLeft ? !where->rb_left : !where->rb_right))
		return true;
	nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: the table has changed", who);
	return false;
}

static void nt_table_delete(const struct nt_table *t, struct rb_node *node)
{
	PRTL_GENERIC_TABLE splay = t->table;
	PRTL_AVL_TABLE avl = t->table;
	struct rb_node *before = rb_prev(node);

	rb_erase(node, t->root);
	if (t->avl) {
		if (avl->RestartKey == (void *)node)
			avl->RestartKey = (void *)before;
		avl->DeleteCount++;
		avl->NumberGenericTableElements--;
		avl->FreeRoutine(avl, node);
		return;
	}
	if (splay->OrderedPointer == (void *)node)
		splay->OrderedPointer = (void *)before;
	RemoveEntryList(&rb_entry(node, struct nt_splay_element, node)->order);
	splay->NumberGenericTableElements--;
	splay->FreeRoutine(splay, node);
}

/* The one after *@key, which is then it; NULL: from the beginning. */
static void *nt_table_next(const struct nt_table *t, void **key)
{
	struct rb_node *node = *key ? rb_next(*key) : rb_first(t->root);

	if (node)
		*key = node;
	return nt_table_data(t, node);
}

/* ---- the plain kind ---- */

VOID RtlInitializeGenericTable(PRTL_GENERIC_TABLE Table,
			       PRTL_GENERIC_COMPARE_ROUTINE CompareRoutine,
			       PRTL_GENERIC_ALLOCATE_ROUTINE AllocateRoutine,
			       PRTL_GENERIC_FREE_ROUTINE FreeRoutine, PVOID TableContext)
{
	memset(Table, 0, sizeof(*Table));
	InitializeListHead(&Table->InsertOrderList);
	Table->CompareRoutine = CompareRoutine;
	Table->AllocateRoutine = AllocateRoutine;
	Table->FreeRoutine = FreeRoutine;
	Table->TableContext = TableContext;
}
EXPORT_SYMBOL_NS_GPL(RtlInitializeGenericTable, NDIS_SHIM);

PVOID RtlInsertElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer, CLONG BufferSize,
				   PBOOLEAN NewElement)
{
	struct nt_table t = nt_splay(Table);
	struct rb_node *where;
	TABLE_SEARCH_RESULT result = nt_table_search(&t, Buffer, &where);

	return nt_table_insert(&t, Buffer, BufferSize, NewElement, where, result);
}
EXPORT_SYMBOL_NS_GPL(RtlInsertElementGenericTable, NDIS_SHIM);

PVOID RtlInsertElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer, CLONG BufferSize,
				       PBOOLEAN NewElement, PVOID NodeOrParent,
				       TABLE_SEARCH_RESULT SearchResult)
{
	struct nt_table t = nt_splay(Table);

	if (!nt_table_place(&t, NodeOrParent, SearchResult, __func__))
		return NULL;
	return nt_table_insert(&t, Buffer, BufferSize, NewElement, NodeOrParent, SearchResult);
}
EXPORT_SYMBOL_NS_GPL(RtlInsertElementGenericTableFull, NDIS_SHIM);

BOOLEAN RtlDeleteElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer)
{
	struct nt_table t = nt_splay(Table);
	struct rb_node *node;

	if (nt_table_search(&t, Buffer, &node) != TableFoundNode)
		return FALSE;
	nt_table_delete(&t, node);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(RtlDeleteElementGenericTable, NDIS_SHIM);

PVOID RtlLookupElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer,
				       PVOID *NodeOrParent, TABLE_SEARCH_RESULT *SearchResult)
{
	struct nt_table t = nt_splay(Table);

	return nt_table_lookup(&t, Buffer, (struct rb_node **)NodeOrParent, SearchResult);
}
EXPORT_SYMBOL_NS_GPL(RtlLookupElementGenericTableFull, NDIS_SHIM);

PVOID RtlLookupElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer)
{
	TABLE_SEARCH_RESULT result;
	PVOID node;

	return RtlLookupElementGenericTableFull(Table, Buffer, &node, &result);
}
EXPORT_SYMBOL_NS_GPL(RtlLookupElementGenericTable, NDIS_SHIM);

PVOID RtlEnumerateGenericTable(PRTL_GENERIC_TABLE Table, BOOLEAN Restart)
{
	struct nt_table t = nt_splay(Table);

	if (Restart)
		Table->OrderedPointer = NULL;
	return nt_table_next(&t, (void **)&Table->OrderedPointer);
}
EXPORT_SYMBOL_NS_GPL(RtlEnumerateGenericTable, NDIS_SHIM);

PVOID RtlEnumerateGenericTableWithoutSplaying(PRTL_GENERIC_TABLE Table, PVOID *RestartKey)
{
	struct nt_table t = nt_splay(Table);

	return nt_table_next(&t, RestartKey);
}
EXPORT_SYMBOL_NS_GPL(RtlEnumerateGenericTableWithoutSplaying, NDIS_SHIM);

PVOID RtlGetElementGenericTable(PRTL_GENERIC_TABLE Table, ULONG I)
{
	PLIST_ENTRY entry;

	for (entry = Table->InsertOrderList.Flink; entry != &Table->InsertOrderList;
	     entry = entry->Flink) {
		if (!I--)
			return CONTAINING_RECORD(entry, struct nt_splay_element, order)->data;
	}
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(RtlGetElementGenericTable, NDIS_SHIM);

ULONG RtlNumberGenericTableElements(PRTL_GENERIC_TABLE Table)
{
	return Table->NumberGenericTableElements;
}
EXPORT_SYMBOL_NS_GPL(RtlNumberGenericTableElements, NDIS_SHIM);

BOOLEAN RtlIsGenericTableEmpty(PRTL_GENERIC_TABLE Table)
{
	return !Table->NumberGenericTableElements;
}
EXPORT_SYMBOL_NS_GPL(RtlIsGenericTableEmpty, NDIS_SHIM);

/* ---- the balanced kind ---- */

VOID RtlInitializeGenericTableAvl(PRTL_AVL_TABLE Table, PRTL_AVL_COMPARE_ROUTINE CompareRoutine,
				  PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine,
				  PRTL_AVL_FREE_ROUTINE FreeRoutine, PVOID TableContext)
{
	memset(Table, 0, sizeof(*Table));
	Table->BalancedRoot.Parent = &Table->BalancedRoot;
	Table->CompareRoutine = CompareRoutine;
	Table->AllocateRoutine = AllocateRoutine;
	Table->FreeRoutine = FreeRoutine;
	Table->TableContext = TableContext;
}
EXPORT_SYMBOL_NS_GPL(RtlInitializeGenericTableAvl, NDIS_SHIM);

PVOID RtlInsertElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG BufferSize,
				      PBOOLEAN NewElement)
{
	struct nt_table t = nt_avl(Table);
	struct rb_node *where;
	TABLE_SEARCH_RESULT result = nt_table_search(&t, Buffer, &where);

	return nt_table_insert(&t, Buffer, BufferSize, NewElement, where, result);
}
EXPORT_SYMBOL_NS_GPL(RtlInsertElementGenericTableAvl, NDIS_SHIM);

PVOID RtlInsertElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG BufferSize,
					  PBOOLEAN NewElement, PVOID NodeOrParent,
					  TABLE_SEARCH_RESULT SearchResult)
{
	struct nt_table t = nt_avl(Table);

	if (!nt_table_place(&t, NodeOrParent, SearchResult, __func__))
		return NULL;
	return nt_table_insert(&t, Buffer, BufferSize, NewElement, NodeOrParent, SearchResult);
}
EXPORT_SYMBOL_NS_GPL(RtlInsertElementGenericTableFullAvl, NDIS_SHIM);

VOID RtlDeleteElementGenericTableAvlEx(PRTL_AVL_TABLE Table, PVOID NodeOrParent)
{
	struct nt_table t = nt_avl(Table);

	nt_table_delete(&t, NodeOrParent);
}
EXPORT_SYMBOL_NS_GPL(RtlDeleteElementGenericTableAvlEx, NDIS_SHIM);

BOOLEAN RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer)
{
	struct nt_table t = nt_avl(Table);
	struct rb_node *node;

	if (nt_table_search(&t, Buffer, &node) != TableFoundNode)
		return FALSE;
	nt_table_delete(&t, node);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(RtlDeleteElementGenericTableAvl, NDIS_SHIM);

PVOID RtlLookupElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer,
					  PVOID *NodeOrParent,
					  TABLE_SEARCH_RESULT *SearchResult)
{
	struct nt_table t = nt_avl(Table);

	return nt_table_lookup(&t, Buffer, (struct rb_node **)NodeOrParent, SearchResult);
}
EXPORT_SYMBOL_NS_GPL(RtlLookupElementGenericTableFullAvl, NDIS_SHIM);

PVOID RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer)
{
	TABLE_SEARCH_RESULT result;
	PVOID node;

	return RtlLookupElementGenericTableFullAvl(Table, Buffer, &node, &result);
}
EXPORT_SYMBOL_NS_GPL(RtlLookupElementGenericTableAvl, NDIS_SHIM);

PVOID RtlLookupFirstMatchingElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer,
						   PVOID *RestartKey)
{
	struct nt_table t = nt_avl(Table);
	struct rb_node *node, *before;

	*RestartKey = NULL;
	if (nt_table_search(&t, Buffer, &node) != TableFoundNode)
		return NULL;
	for (before = rb_prev(node);
	     before && nt_table_compare(&t, Buffer, nt_table_data(&t, before)) == GenericEqual;
	     before = rb_prev(node))
		node = before;
	*RestartKey = node;
	return nt_table_data(&t, node);
}
EXPORT_SYMBOL_NS_GPL(RtlLookupFirstMatchingElementGenericTableAvl, NDIS_SHIM);

PVOID RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE Table, BOOLEAN Restart)
{
	struct nt_table t = nt_avl(Table);

	if (Restart)
		Table->RestartKey = NULL;
	return nt_table_next(&t, (void **)&Table->RestartKey);
}
EXPORT_SYMBOL_NS_GPL(RtlEnumerateGenericTableAvl, NDIS_SHIM);

PVOID RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE Table, PVOID *RestartKey)
{
	struct nt_table t = nt_avl(Table);

	return nt_table_next(&t, RestartKey);
}
EXPORT_SYMBOL_NS_GPL(RtlEnumerateGenericTableWithoutSplayingAvl, NDIS_SHIM);

PVOID RtlGetElementGenericTableAvl(PRTL_AVL_TABLE Table, ULONG I)
{
	struct nt_table t = nt_avl(Table);
	struct rb_node *node;

	for (node = rb_first(t.root); node && I; node = rb_next(node))
		I--;
	return nt_table_data(&t, node);
}
EXPORT_SYMBOL_NS_GPL(RtlGetElementGenericTableAvl, NDIS_SHIM);

ULONG RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE Table)
{
	return Table->NumberGenericTableElements;
}
EXPORT_SYMBOL_NS_GPL(RtlNumberGenericTableElementsAvl, NDIS_SHIM);

BOOLEAN RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE Table)
{
	return !Table->NumberGenericTableElements;
}
EXPORT_SYMBOL_NS_GPL(RtlIsGenericTableEmptyAvl, NDIS_SHIM);
