// SPDX-License-Identifier: GPL-2.0
/* Frames that go through a driver as they are: when they go on. */
#include "ndis/linux/through.h"

DEFINE_PER_CPU(struct ndis_through *, ndis_through_now);

/*
 * Ours is the only reference: nobody else has any way to the sk_buff, whose last
 * other holder has let go of it, perhaps on another CPU a moment ago. More of them:
 * its bytes stay with them.
 */
void ndis_through_go(struct ndis_through *through)
{
	struct sk_buff *skb = through->skb, *copy;

	through->skb = NULL;
	if (likely(!skb_shared(skb))) {
		/* As skb_unref() does: after what the others have done with it. */
		smp_rmb();
	} else {
		copy = skb_copy(skb, GFP_ATOMIC | __GFP_NOWARN);
		consume_skb(skb);
		skb = copy;
	}
	through->go(through, skb);
}
