// SPDX-License-Identifier: GPL-2.0
/*
 * What cdc_mbim does with a block, by the functions that cdc_ncm exports for it.
 *
 * Reading: cdc_mbim_rx_fixup() is not exported, and ends in the stack. Its checks are
 * here in its order, line by line: the header and each NDP by cdc_ncm's functions, the
 * signature, each entry, and of each datagram what is looked at before memory is taken
 * for it. Left out: that memory, the copy (codec_stock_decode_keep() has the copy, not
 * the memory), answering neighbour solicitations, and what the stack gets.
 *
 * Writing: cdc_ncm_fill_tx_frame() itself, with the limits and flags of a plain MBIM
 * device (short packets by a closing byte, no filling up). Its timer is off, as it is
 * while the driver stops: that is work which no encoder needs.
 */
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>
#include <linux/usb/usbnet.h>
#include <linux/usb/cdc_ncm.h>
#include <net/ndisc.h>

#include "codec.h"

static const struct driver_info codec_info = {
	.description = "CDC MBIM",
	.flags = FLAG_NO_SETINT | FLAG_MULTI_PACKET | FLAG_WWAN | FLAG_SEND_ZLP,
};

static struct net_device *net;
static struct cdc_ncm_ctx *ctx;
static struct sk_buff *block;
static struct sk_buff *datagrams[CODEC_DATAGRAMS];
static unsigned int datagram_count;

static void drop_datagrams(void)
{
	while (datagram_count)
		kfree_skb(datagrams[--datagram_count]);
}

int codec_stock_datagrams(const void *const *data, unsigned int length)
{
	drop_datagrams();
	while (datagram_count < CODEC_DATAGRAMS) {
		struct sk_buff *skb = alloc_skb(length, GFP_KERNEL);

		if (!skb)
			return -ENOMEM;
		skb_put_data(skb, data[datagram_count], length);
		datagrams[datagram_count++] = skb;
	}
	return 0;
}

void codec_stock_blocks(unsigned int blocks)
{
	while (blocks--)
		kfree_skb(alloc_skb(ctx->tx_max, GFP_ATOMIC));
}

unsigned int codec_stock_encode(unsigned int count)
{
	struct usbnet *dev = netdev_priv(net);
	__le32 sign = cpu_to_le32(USB_CDC_MBIM_NDP16_IPS_SIGN);
	unsigned int blocks = 0;
	struct sk_buff *out;
	unsigned int i;

	for (i = 0; i < count; i++) {
		/* it drops a reference of each: nothing is freed that is used again */
		out = cdc_ncm_fill_tx_frame(dev, skb_get(datagrams[i % CODEC_DATAGRAMS]), sign);
		if (out) {
			blocks++;
			kfree_skb(out);
		}
	}
	do {
		out = cdc_ncm_fill_tx_frame(dev, NULL, sign);
		if (!out)
			break;
		blocks++;
		kfree_skb(out);
	} while (ctx->tx_rem_skb);
	return blocks;
}

void codec_stock_block(const void *data, unsigned int length)
{
	skb_trim(block, 0);
	skb_put_data(block, data, length);
}

static bool is_neigh_solicit(u8 *buf, size_t len)
{
	struct ipv6hdr *iph = (void *)buf;
	struct nd_msg *msg = (void *)(iph + 1);

	return len >= sizeof(struct ipv6hdr) + sizeof(struct nd_msg) &&
	       iph->nexthdr == IPPROTO_ICMPV6 &&
	       msg->icmph.icmp6_code == 0 &&
	       msg->icmph.icmp6_type == NDISC_NEIGHBOUR_SOLICITATION;
}

static __always_inline bool datagram(u8 *buf, size_t len, u16 tci, bool keep)
{
	__be16 proto = htons(ETH_P_802_3);

	if (tci < 256 || tci == 4094) {
		if (len < sizeof(struct iphdr))
			return false;

		switch (*buf & 0xf0) {
		case 0x40:
			proto = htons(ETH_P_IP);
			break;
		case 0x60:
			if (is_neigh_solicit(buf, len))
				return false;
			proto = htons(ETH_P_IPV6);
			break;
		default:
			return false;
		}
	}
	codec_found(buf, len, tci);
	codec_found(buf, proto, tci);
	if (keep)
		codec_keep(buf, len);
	return true;
}

static __always_inline unsigned int walk(struct sk_buff *skb_in, bool keep)
{
	int loopcount = 50;
	struct usb_cdc_ncm_ndp16 *ndp16;
	struct usb_cdc_ncm_dpe16 *dpe16;
	unsigned int found = 0;
	u32 payload = 0;
	int len, nframes, x, offset, ndpoffset;
	u16 tci;
	u8 *c;

	ndpoffset = cdc_ncm_rx_verify_nth16(ctx, skb_in);
	if (ndpoffset < 0)
		return 0;

next_ndp:
	nframes = cdc_ncm_rx_verify_ndp16(skb_in, ndpoffset);
	if (nframes < 0)
		return 0;

	ndp16 = (struct usb_cdc_ncm_ndp16 *)(skb_in->data + ndpoffset);
	switch (ndp16->dwSignature & cpu_to_le32(0x00ffffff)) {
	case cpu_to_le32(USB_CDC_MBIM_NDP16_IPS_SIGN):
		c = (u8 *)&ndp16->dwSignature;
		tci = c[3];
		break;
	case cpu_to_le32(USB_CDC_MBIM_NDP16_DSS_SIGN):
		c = (u8 *)&ndp16->dwSignature;
		tci = c[3] + 256;
		break;
	default:
		goto err_ndp;
	}

	dpe16 = ndp16->dpe16;
	for (x = 0; x < nframes; x++, dpe16++) {
		offset = le16_to_cpu(dpe16->wDatagramIndex);
		len = le16_to_cpu(dpe16->wDatagramLength);

		if (offset == 0 || len == 0) {
			if (!x)
				goto err_ndp;
			break;
		}
		if (offset + len > skb_in->len || len > ctx->rx_max) {
			if (!x)
				goto err_ndp;
			break;
		}
		if (!datagram(skb_in->data + offset, len, tci, keep))
			return 0;
		payload += len;
		found++;
	}
err_ndp:
	ndpoffset = le16_to_cpu(ndp16->wNextNdpIndex);
	if (ndpoffset && loopcount--)
		goto next_ndp;

	ctx->rx_overhead += skb_in->len - payload;
	ctx->rx_ntbs++;
	return found;
}

unsigned int codec_stock_decode(void)
{
	/* each block is the one after the last */
	ctx->rx_seq = (u16)-1;
	return walk(block, false);
}

unsigned int codec_stock_decode_keep(void)
{
	ctx->rx_seq = (u16)-1;
	return walk(block, true);
}

/* usbnet's way from one context to another: a list and its lock. */
unsigned int codec_stock_queue(unsigned int count, unsigned int batch)
{
	struct usbnet *dev = netdev_priv(net);
	unsigned int back = 0;
	struct sk_buff *skb;
	unsigned int i;

	while (back < count) {
		for (i = 0; i < batch; i++)
			skb_queue_tail(&dev->done, datagrams[i]);
		while ((skb = skb_dequeue(&dev->done))) {
			codec_found(skb->data, skb->len, 0);
			back++;
		}
	}
	return back;
}

int codec_stock_init(unsigned int size)
{
	struct usbnet *dev;

	net = alloc_etherdev(sizeof(*dev));
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	block = alloc_skb(65536, GFP_KERNEL);
	if (!net || !ctx || !block)
		return -ENOMEM;

	dev = netdev_priv(net);
	dev->net = net;
	dev->driver_info = &codec_info;
	dev->maxpacket = 512;
	dev->data[0] = (unsigned long)ctx;
	skb_queue_head_init(&dev->done);
	block->dev = net;

	ctx->dev = dev;
	ctx->is_ndp16 = 1;
	ctx->rx_max = size;
	ctx->tx_max = size;
	ctx->tx_curr_size = size;
	ctx->tx_max_datagrams = CDC_NCM_DPT_DATAGRAMS_MAX;
	ctx->max_ndp_size = sizeof(struct usb_cdc_ncm_ndp16) +
			    (ctx->tx_max_datagrams + 1) * sizeof(struct usb_cdc_ncm_dpe16);
	ctx->tx_modulus = 4;
	ctx->tx_ndp_modulus = 4;
	ctx->min_tx_pkt = size - 3 * 512;
	ctx->timer_interval = CDC_NCM_TIMER_INTERVAL_USEC * NSEC_PER_USEC;
	hrtimer_init(&ctx->tx_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	spin_lock_init(&ctx->mtx);
	atomic_set(&ctx->stop, 1);
	return 0;
}

void codec_stock_exit(void)
{
	drop_datagrams();
	kfree_skb(block);
	if (ctx)
		kfree_skb(ctx->tx_curr_skb);
	kfree(ctx);
	if (net)
		free_netdev(net);
}
