# SPDX-License-Identifier: GPL-2.0
# What differs between kernel versions and no header tells the compiler. Kbuild files of
# modules that export something include this.

# Namespaces of exported symbols: strings since 6.13, names before.
ifeq ($(shell grep -s '__stringify(ns)' $(srctree)/include/linux/export.h),)
ccflags-y += $(foreach ns,NDIS_SHIM NDIS_SHIM_INTERNAL MBBCX,'-D$(ns)="$(ns)"')
endif
# What is exported at all: see compat_udp.h.
ifneq ($(shell grep -sw udp_encap_needed_key $(objtree)/Module.symvers),)
ccflags-y += -DNT_HAVE_UDP_ENCAP_KEY
endif
# A member of an enum: see compat_workqueue.h.
ifneq ($(shell grep -sw WQ_PERCPU $(srctree)/include/linux/workqueue.h),)
ccflags-y += -DNT_HAVE_WQ_PERCPU
endif
# A member of a structure: see compat_ethtool.h.
ifneq ($(shell grep -sw get_rx_ring_count $(srctree)/include/linux/ethtool.h),)
ccflags-y += -DNT_HAVE_RX_RING_COUNT
endif
# Headers that have moved: see compat_hex.h and compat_unaligned.h.
ifneq ($(wildcard $(srctree)/include/linux/hex.h),)
ccflags-y += -DNT_HAVE_HEX_H
endif
ifneq ($(wildcard $(srctree)/include/linux/unaligned.h),)
ccflags-y += -DNT_HAVE_UNALIGNED_H
endif
