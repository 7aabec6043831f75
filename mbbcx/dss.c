// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions: bytes between a user and the client. Each block sent
 * is lent to the client as a WDFMEMORY; sessions are opened and closed by MBIM
 * (DSS_CONNECT) above, here only the data passes.
 *
 * Who may still hold a loan: the client, until it completes; the loan keeps a
 * power reference and its memory until then, but the user may go any time.
 */
#include "device.h"

#include <linux/rculist.h>
#include <linux/slab.h>

#define MBB_DSS_TAG	0x7344624d	/* 'MbDs' */

/*
 * All loans are on one list of the module: a completion names the WDFMEMORY
 * and nothing else.
 */
struct mbb_dss_loan {
	struct list_head node;		/* mbb_loans */
	struct mbb_device *mbb;		/* referenced */
	struct mbb_dss_user *user;	/* NULL: closed meanwhile */
	WDFMEMORY memory;
	size_t len;
	bool powered;
};

static LIST_HEAD(mbb_loans);
static DEFINE_SPINLOCK(mbb_loans_lock);	/* mbb_loans, users' loans; any context */

/* ---- users ---- */

int mbb_dss_open(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	struct mbb_dss_user *other;
	unsigned long flags;
	int err = 0;

	user->loans = 0;
	spin_lock_irqsave(&mbb->dss_lock, flags);
	list_for_each_entry(other, &mbb->dss_users, node)
		if (other->session == user->session)
			err = -EBUSY;
	if (!err)
		list_add_tail_rcu(&user->node, &mbb->dss_users);
	user->listed = !err;
	spin_unlock_irqrestore(&mbb->dss_lock, flags);
	return err;
}

void mbb_dss_leave(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->dss_lock, flags);
	if (user->listed)
		list_del_rcu(&user->node);
	user->listed = false;
	spin_unlock_irqrestore(&mbb->dss_lock, flags);
}

void mbb_dss_close(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	struct mbb_dss_loan *loan;
	unsigned long flags;

	might_sleep();
	mbb_dss_leave(mbb, user);

	spin_lock_irqsave(&mbb_loans_lock, flags);
	list_for_each_entry(loan, &mbb_loans, node)
		if (loan->user == user)
			loan->user = NULL;
	spin_unlock_irqrestore(&mbb_loans_lock, flags);

	/* rx() and sent() run inside read-side sections. */
	synchronize_rcu();
}

/* The client has bytes for @session; they are its own again on return. */
void mbb_dss_received(struct mbb_device *mbb, u32 session, const void *data, size_t len)
{
	struct mbb_dss_user *user;
	bool taken = false;

	rcu_read_lock();
	list_for_each_entry_rcu(user, &mbb->dss_users, node) {
		if (user->session != session)
			continue;
		taken = user->rx(user, data, len);
		break;
	}
	rcu_read_unlock();
	mbb_count(mbb, taken ? MBB_STAT_dss_received : MBB_STAT_dss_dropped);
}

/* ---- loans ---- */

static struct mbb_dss_loan *mbb_dss_loan_create(struct mbb_device *mbb, const void *data,
						size_t len)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	struct mbb_dss_loan *loan;
	void *buf;

	loan = kzalloc(sizeof(*loan), GFP_KERNEL);
	if (!loan)
		return NULL;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mbb->wdf;
	if (!NT_SUCCESS(WdfMemoryCreateWorker(NULL, &attributes, NonPagedPoolNx, MBB_DSS_TAG, len,
					      &loan->memory, &buf))) {
		kfree(loan);
		return NULL;
	}
	memcpy(buf, data, len);
	loan->len = len;
	loan->mbb = mbb_device_get(mbb);
	return loan;
}

/* The loan is over: off the list already. Any context. */
static void mbb_dss_loan_end(struct mbb_dss_loan *loan)
{
	WdfObjectDelete(loan->memory);
	mbb_device_put(loan->mbb);
	kfree(loan);
}

/* Lock held. */
static void mbb_dss_loan_unpower(struct mbb_dss_loan *loan)
{
	if (loan->powered)
		mbb_power_put_later(loan->mbb);
	loan->powered = false;
}

/* Lock held: who is to be told. */
static struct mbb_dss_user *mbb_dss_loan_take(struct mbb_dss_loan *loan)
{
	struct mbb_dss_user *user = loan->user;

	list_del_init(&loan->node);
	mbb_dss_loan_unpower(loan);
	loan->user = NULL;
	if (user)
		user->loans--;
	return user;
}

static struct mbb_dss_loan *mbb_dss_loan_find(WDFMEMORY data)
{
	struct mbb_dss_loan *loan;

	list_for_each_entry(loan, &mbb_loans, node)
		if (loan->memory == data)
			return loan;
	return NULL;
}

static int mbb_dss_errno(NTSTATUS status)
{
	if (NT_SUCCESS(status))
		return 0;
	return status == STATUS_INVALID_BUFFER_SIZE ? -EMSGSIZE : -EIO;
}

/* The client gives memory back, in any context. */
void mbb_dss_sent(WDFMEMORY data, NTSTATUS status, const char *who)
{
	struct mbb_dss_user *user = NULL;
	struct mbb_dss_loan *loan;
	unsigned long flags;

	rcu_read_lock();		/* keeps @user until sent() is over */
	spin_lock_irqsave(&mbb_loans_lock, flags);
	loan = mbb_dss_loan_find(data);
	if (loan)
		user = mbb_dss_loan_take(loan);
	spin_unlock_irqrestore(&mbb_loans_lock, flags);
	if (user && user->sent)
		user->sent(user, loan->len, mbb_dss_errno(status));
	rcu_read_unlock();

	if (!loan) {
		mbb_violation(NULL, MBB_DSS_NOT_LENT, "%s", who);
		return;
	}
	mbb_dss_loan_end(loan);
}

/* Call the client, in the form of the callback that it has. */
static void mbb_dss_lend(struct mbb_device *mbb, u32 session, WDFMEMORY memory)
{
	NTSTATUS status;

	if (mbb->config.SendDeviceServiceSessionData) {
		mbb->config.SendDeviceServiceSessionData(mbb->wdf, session, memory);
		return;
	}
	status = mbb->config.NtSendServiceSessionData(mbb->wdf, session, memory);
	/* The older form may refuse instead of completing. */
	if (!NT_SUCCESS(status))
		mbb_dss_sent(memory, status, "EvtMbbDeviceSendServiceSessionData");
}

/*
 * May the client be called? A power reference keeps an idle device from going
 * away again; a system that goes to sleep first sets @hold, then waits for
 * callers (mbb_dss_quiesce()).
 */
static int mbb_dss_ready(struct mbb_device *mbb)
{
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->gone)
		err = -ENODEV;
	else if (mbb->hold || !mbb->ch.up || !mbb->fn_open)
		err = -EAGAIN;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return err;
}

/**
 * mbb_dss_send() - one block of data to the function
 * @mbb: device
 * @user: of the session it is for
 * @data: is copied
 * @len: 1 to MBB_DSS_MAX
 *
 * Return: 0, sent() follows unless the user closes first; -EAGAIN, the device is
 * asleep or closed; or -errno.
 * Context: process, no lock; the client may sleep in it.
 */
int mbb_dss_send(struct mbb_device *mbb, struct mbb_dss_user *user, const void *data, size_t len)
{
	struct mbb_dss_loan *loan;
	unsigned long flags;
	int err = -ENODEV;

	might_sleep();
	if (!mbb->config.SendDeviceServiceSessionData && !mbb->config.NtSendServiceSessionData)
		return -EOPNOTSUPP;
	if (!len || len > MBB_DSS_MAX)
		return -EMSGSIZE;
	if (!mbb_device_enter(mbb))
		return -ENODEV;
	if (!mbb_power_get(mbb))
		goto out_leave;
	err = mbb_dss_ready(mbb);
	if (err)
		goto out_power;
	loan = mbb_dss_loan_create(mbb, data, len);
	if (!loan) {
		err = -ENOMEM;
		goto out_power;
	}

	loan->powered = true;
	spin_lock_irqsave(&mbb_loans_lock, flags);
	loan->user = user;
	user->loans++;
	list_add_tail(&loan->node, &mbb_loans);
	spin_unlock_irqrestore(&mbb_loans_lock, flags);
	mbb_count(mbb, MBB_STAT_dss_sent);
	mbb_dss_lend(mbb, user->session, loan->memory);
	mbb_device_leave(mbb);
	return 0;

out_power:
	mbb_power_put(mbb);
out_leave:
	mbb_device_leave(mbb);
	return err;
}

/*
 * The device is leaving: users learn that their data did not arrive. The
 * memory stays lent; the client gives it back when its transfers end.
 */
void mbb_dss_gone(struct mbb_device *mbb)
{
	struct mbb_dss_user *user;
	struct mbb_dss_loan *loan;
	unsigned long flags;
	size_t len;

	do {
		user = NULL;
		rcu_read_lock();
		spin_lock_irqsave(&mbb_loans_lock, flags);
		list_for_each_entry(loan, &mbb_loans, node) {
			if (loan->mbb != mbb)
				continue;
			mbb_dss_loan_unpower(loan);
			if (!loan->user)
				continue;
			user = loan->user;
			len = loan->len;
			user->loans--;
			loan->user = NULL;
			break;
		}
		spin_unlock_irqrestore(&mbb_loans_lock, flags);
		if (user && user->sent)
			user->sent(user, len, -ENODEV);
		rcu_read_unlock();
	} while (user);
}

void mbb_dss_init(struct mbb_device *mbb)
{
	spin_lock_init(&mbb->dss_lock);
	INIT_LIST_HEAD(&mbb->dss_users);
}

/* The WDFDEVICE deletes lent memory with itself: forget what never came back. */
void mbb_dss_exit(struct mbb_device *mbb)
{
	struct mbb_dss_loan *loan, *tmp;
	unsigned long flags;
	LIST_HEAD(lost);

	spin_lock_irqsave(&mbb_loans_lock, flags);
	list_for_each_entry_safe(loan, tmp, &mbb_loans, node)
		if (loan->mbb == mbb)
			list_move(&loan->node, &lost);
	spin_unlock_irqrestore(&mbb_loans_lock, flags);

	list_for_each_entry_safe(loan, tmp, &lost, node) {
		mbb_violation(NULL, MBB_DSS_NOT_LENT, "data was never given back");
		mbb_device_put(loan->mbb);
		kfree(loan);
	}
}
