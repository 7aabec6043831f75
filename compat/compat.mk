# SPDX-License-Identifier: GPL-2.0
# What differs between kernel versions and cannot be said in a header, since it concerns
# every file: namespaces of exported symbols are strings since 6.13, and names before.
# Kbuild files of modules that export something include this.
ifeq ($(shell grep -s '__stringify(ns)' $(srctree)/include/linux/export.h),)
ccflags-y += $(foreach ns,NDIS_SHIM NDIS_SHIM_INTERNAL MBBCX,'-D$(ns)="$(ns)"')
endif
