/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The version of these modules, and of the package that they come in: the one place
 * where it is chosen. dkms.conf, debian/changelog and CHANGELOG.md have to say the same
 * (scripts/check-static.sh). Semantic versions; before 1.0.0 a client may have to be
 * compiled anew for each second number, and changed.
 */
#ifndef _NT_NTVERSION_H
#define _NT_NTVERSION_H

#define NT_SHIM_VERSION	"0.9.0"

#endif
