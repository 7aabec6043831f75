// SPDX-License-Identifier: GPL-2.0
/*
 * What waits for a port's reader, and what its writer is owed.
 *
 * The character device's own queue has no bound and nobody learns when it is
 * read, so it is given a few fragments at a time and the rest waits here; the
 * destructor of what was given says when there is room. Indications have a
 * bound, the oldest go. Answers are bounded by the writer: a message counts
 * from when it was written until its answer was read, its bytes and the answer's
 * count as long as they are here, and too much of either stops writes.
 */
#include "port.h"

#include "mbim_host.h"

/* ---- what is owed ---- */

static size_t port_bytes(struct mbb_port *port)
{
	lockdep_assert_held(&port->lock);
	return port->command_bytes + port->answer_bytes;
}

int mbb_port_check_room(struct mbb_port *port, unsigned int messages, size_t bytes)
{
	int err = 0;

	spin_lock_bh(&port->lock);
	if (port->pending + messages > MBB_PORT_PENDING_HARD ||
	    port_bytes(port) + bytes > MBB_PORT_BYTES_HARD)
		err = -ENOBUFS;
	spin_unlock_bh(&port->lock);
	return err;
}

static void port_tx_off(struct mbb_port *port)
{
	if (port->tx_off || !port->chardev)
		return;
	if (port->pending < MBB_PORT_PENDING_HIGH && port_bytes(port) < MBB_PORT_BYTES_HIGH)
		return;
	port->tx_off = true;
	port->ops->txoff(port);
}

static void port_tx_on(struct mbb_port *port)
{
	if (!port->tx_off || port->pending > MBB_PORT_PENDING_LOW ||
	    port_bytes(port) > MBB_PORT_BYTES_LOW)
		return;
	port->tx_off = false;
	if (port->chardev)
		port->ops->txon(port);
}

void mbb_port_owe(struct mbb_port *port)
{
	lockdep_assert_held(&port->lock);
	port->pending++;
	port_tx_off(port);
}

void mbb_port_charge(struct mbb_port *port, size_t bytes)
{
	spin_lock_bh(&port->lock);
	port->command_bytes += bytes;
	port_tx_off(port);
	spin_unlock_bh(&port->lock);
}

void mbb_port_uncharge(struct mbb_port *port, size_t bytes)
{
	spin_lock_bh(&port->lock);
	port->command_bytes -= bytes;
	port_tx_on(port);
	spin_unlock_bh(&port->lock);
}

/*
 * Answers came or went. What has been written already may still be waiting for
 * its turn: it waits on while the reader is this far behind, or the answers would
 * be as many and as long as the function likes.
 */
static void port_answers_changed(struct mbb_port *port)
{
	if (port->answer_bytes >= MBB_PORT_BYTES_HIGH)
		mbb_source_pause(port->mbb, &port->source, true);
	else if (port->answer_bytes <= MBB_PORT_BYTES_LOW)
		mbb_source_pause(port->mbb, &port->source, false);
	port_tx_off(port);
	port_tx_on(port);
}

void mbb_port_forgive(struct mbb_port *port)
{
	lockdep_assert_held(&port->lock);
	if (!WARN_ON_ONCE(!port->pending))
		port->pending--;
	port_tx_on(port);
}

/* ---- what waits ---- */

/* @skb leaves the queue. */
static void port_uncount(struct mbb_port *port, struct sk_buff *skb)
{
	const struct mbb_rx_cb *cb = mbb_rx_cb(skb);

	if (!cb->indication) {
		port->answer_bytes -= skb->truesize;
		port_answers_changed(port);
		return;
	}
	port->rx_indication_bytes -= skb->truesize;
	if (cb->first)
		port->rx_indications--;
}

static void port_pump(struct mbb_port *port)
{
	struct sk_buff *skb;

	lockdep_assert_held(&port->lock);
	while (port->chardev && port->rx_window < MBB_PORT_WINDOW) {
		skb = __skb_dequeue(&port->rxq);
		if (!skb)
			return;
		port_uncount(port, skb);
		port->rx_window++;
		port->ops->rx(port, skb);
	}
}

void mbb_port_read(struct mbb_port *port, struct sk_buff *skb)
{
	const struct mbb_rx_cb *cb = mbb_rx_cb(skb);

	spin_lock_bh(&port->lock);
	port->rx_window--;
	if (cb->life == port->life && cb->last && !cb->indication)
		mbb_port_forgive(port);
	port_pump(port);
	spin_unlock_bh(&port->lock);
}

/* Oldest unread indication, all fragments of it, unless the reader has begun
 * with it: half a message is worse than none.
 */
static void port_drop_indication(struct mbb_port *port, struct sk_buff_head *doomed)
{
	struct sk_buff *skb, *next;
	bool dropping = false;

	skb_queue_walk_safe(&port->rxq, skb, next) {
		struct mbb_rx_cb *cb = mbb_rx_cb(skb);

		if (cb->indication && cb->first)
			dropping = true;
		if (!dropping)
			continue;
		__skb_unlink(skb, &port->rxq);
		port_uncount(port, skb);
		__skb_queue_tail(doomed, skb);
		if (cb->last)
			break;
	}
	if (!port->dropped++)
		dev_notice(mbb_device_linux(port->mbb),
			   "control port %u is not read: dropping old indications\n",
			   port->index);
}

static bool port_too_many(struct mbb_port *port)
{
	return port->rx_indications > MBB_PORT_INDICATIONS ||
	       (port->rx_indications && port->rx_indication_bytes > MBB_PORT_INDICATION_BYTES);
}

/* Cut @msg to what the user can take. Sleeps. */
static int port_build(struct mbb_port *port, struct mbb_rx_cb *head, u32 max, const void *msg,
		      size_t len, u32 tid, struct sk_buff_head *out)
{
	const struct mbim_message_header *header = msg;
	bool whole = !mbim_msg_is_fragmented(get_unaligned_le32(&header->MessageType));
	u32 count = whole ? 1 : mbim_split_count(len, max);
	struct sk_buff *skb;
	size_t part;
	u32 i;

	for (i = 0; i < count; i++) {
		skb = alloc_skb(min_t(size_t, len, max), GFP_KERNEL);
		if (!skb)
			return -ENOMEM;
		if (whole) {
			skb_put_data(skb, msg, len);
		} else {
			part = mbim_split(skb_tail_pointer(skb), max, msg, len, tid, i);
			skb_put(skb, part);
		}
		*mbb_rx_cb(skb) = *head;
		mbb_rx_cb(skb)->first = i == 0;
		mbb_rx_cb(skb)->last = i + 1 == count;
		__skb_queue_tail(out, skb);
	}
	return count ? 0 : -EINVAL;
}

void mbb_port_answer(struct mbb_port *port, unsigned int life, const void *msg, size_t len,
		     u32 tid)
{
	struct mbb_rx_cb head = { .port = port, .life = life };
	struct sk_buff_head out;
	struct sk_buff *skb;
	u32 max;
	int err;

	__skb_queue_head_init(&out);
	spin_lock_bh(&port->lock);
	max = port->max_transfer;
	spin_unlock_bh(&port->lock);
	err = port_build(port, &head, max, msg, len, tid, &out);
	if (err)
		dev_warn_ratelimited(mbb_device_linux(port->mbb),
				     "control port %u: an answer is lost: %d\n", port->index, err);

	spin_lock_bh(&port->lock);
	if (life == port->life) {
		if (err) {
			mbb_port_forgive(port);
		} else {
			skb_queue_walk(&out, skb)
				port->answer_bytes += skb->truesize;
			skb_queue_splice_tail_init(&out, &port->rxq);
			port_answers_changed(port);
		}
		port_pump(port);
	}
	spin_unlock_bh(&port->lock);
	__skb_queue_purge(&out);
}

struct sk_buff *mbb_port_answer_build(struct mbb_port *port, unsigned int life,
				      const void *msg, size_t len, u32 tid)
{
	struct sk_buff *skb = alloc_skb(len, GFP_ATOMIC | __GFP_NOWARN);
	struct mbim_message_header *header;

	if (!skb)
		return NULL;
	header = skb_put_data(skb, msg, len);
	put_unaligned_le32(tid, &header->TransactionId);
	*mbb_rx_cb(skb) = (struct mbb_rx_cb){
		.port = port, .life = life, .first = true, .last = true,
	};
	return skb;
}

bool mbb_port_answer_queue(struct mbb_port *port, struct sk_buff *skb)
{
	lockdep_assert_held(&port->lock);
	if (skb->len > port->max_transfer || mbb_rx_cb(skb)->life != port->life)
		return false;
	port->answer_bytes += skb->truesize;
	__skb_queue_tail(&port->rxq, skb);
	port_answers_changed(port);
	port_pump(port);
	return true;
}

void mbb_port_indicate(struct mbb_port *port, const void *msg, size_t len)
{
	const struct mbim_indicate_status_msg *ind = msg;
	struct mbb_rx_cb head = { .port = port, .indication = true };
	struct sk_buff_head out;
	struct sk_buff *skb;
	bool wanted;
	u32 max;

	if (len < sizeof(*ind))
		return;
	__skb_queue_head_init(&out);
	spin_lock_bh(&port->lock);
	head.life = port->life;
	max = port->max_transfer;
	wanted = port->state == MBB_PORT_OPEN &&
		 mbb_port_subscribed(port, ind->DeviceServiceId, get_unaligned_le32(&ind->CID));
	spin_unlock_bh(&port->lock);
	if (!wanted || port_build(port, &head, max, msg, len, 0, &out))
		goto out_purge;

	spin_lock_bh(&port->lock);
	if (head.life == port->life) {
		skb_queue_walk(&out, skb)
			port->rx_indication_bytes += skb->truesize;
		port->rx_indications++;
		skb_queue_splice_tail_init(&out, &port->rxq);
		while (port_too_many(port))
			port_drop_indication(port, &out);
		port_pump(port);
	}
	spin_unlock_bh(&port->lock);
out_purge:
	__skb_queue_purge(&out);
}

void mbb_port_flush(struct mbb_port *port, struct sk_buff_head *doomed)
{
	lockdep_assert_held(&port->lock);
	port->life++;
	port->pending = 0;
	port->rx_indications = 0;
	port->rx_indication_bytes = 0;
	port->answer_bytes = 0;
	skb_queue_splice_tail_init(&port->rxq, doomed);
	port_answers_changed(port);
}
