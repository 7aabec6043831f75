# SPDX-License-Identifier: GPL-2.0
# What the Kbuild of an NDIS protocol or intermediate driver pulls in, instead of
# client.mk, so that source written for the DDK compiles as it is:
#
#	obj-m := passthru.o
#	passthru-y := passthru.o protocol.o miniport.o linux_glue.o
#	ccflags-y += -DNDIS40 -DNDIS40_MINIPORT		# as its sources file has it
#
#	NT_TOP := $(src)/../..
#	include $(NT_TOP)/include/ndis.mk
#
# linux_glue.c is one macro of <ntmodule.h>: NT_NDIS_MODULE.
include $(NT_TOP)/include/client.mk

# <NDIS.H> and <ndis.h> are one file where such source comes from.
NOSTDINC_FLAGS += -I$(NT_TOP)/include/case

# Structures embed others by their tag alone: "struct _NDIS_X;" as a member.
ccflags-y += -fms-extensions
# The address of a pointer to the driver's own structure goes where a PVOID * is
# declared, and handlers take a pointer to it where a handle is declared: MSVC
# lets both pass.
ccflags-y += -Wno-incompatible-pointer-types
# Some declarations are older than prototypes: "VOID Initialize();".
ccflags-y += -Wno-strict-prototypes
# Tags and signatures are four-character constants.
ccflags-y += -Wno-multichar
# alloc_text, NDIS_INIT_FUNCTION, warning, hdrstop, ...
ccflags-y += -Wno-unknown-pragmas
# Blocks are not always ordered as C89 wants them.
ccflags-y += -Wno-declaration-after-statement
# What only a checked build (DBG=1) uses is there in a free build, too.
ccflags-y += -Wno-unused
# "#if FDDI" is false where nobody has said FDDI.
ccflags-y += -Wno-undef
# sparse would say all that once more, and has no flags for it.
CHECK := true
