// SPDX-License-Identifier: GPL-2.0
/*
 * What programs can do with a Windows driver's device, against test_wdm_echo.
 *
 *	echo-test list		names of the cases
 *	echo-test CASE		one of them; says what is wrong, exit status 0 or 1
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntdevice.h>

#include "../echoctl.h"

#define DEVICE	"/dev/testecho"
#define MESSAGES	3000	/* seconds on an instrumented kernel */

static int bad;

/* Says where, once for each. */
#define EXPECT(condition)								\
	do {										\
		if (!(condition)) {							\
			printf("line %d: %s (errno %d)\n", __LINE__, #condition, errno);	\
			bad = 1;							\
		}									\
	} while (0)

static int open_echo(int flags)
{
	int fd = open(DEVICE, flags | O_CLOEXEC);

	if (fd < 0) {
		printf("%s: %s\n", DEVICE, strerror(errno));
		exit(1);
	}
	return fd;
}

static int control(int fd, struct nt_ioctl_device_control *request, uint32_t code, void *in,
		   uint32_t in_len, void *out, uint32_t out_len)
{
	memset(request, 0, sizeof(*request));
	request->code = code;
	request->in = (uintptr_t)in;
	request->in_len = in_len;
	request->out = (uintptr_t)out;
	request->out_len = out_len;
	return ioctl(fd, NT_IOCTL_DEVICE_CONTROL, request);
}

static void node(void)
{
	struct stat st;

	EXPECT(!stat(DEVICE, &st));
	EXPECT(S_ISCHR(st.st_mode) && (st.st_mode & 0777) == 0600);
	EXPECT(st.st_uid == 0);
}

static void messages(void)
{
	struct iovec parts[2] = { { "two ", 4 }, { "parts", 5 } };
	int fd = open_echo(O_RDWR), other = open_echo(O_RDWR);
	char buffer[64];

	EXPECT(write(fd, "one", 3) == 3);
	EXPECT(writev(fd, parts, 2) == 9);
	EXPECT(read(other, buffer, sizeof(buffer)) == 3 && !memcmp(buffer, "one", 3));
	/* Each write is one message, and a short read cuts it. */
	EXPECT(read(fd, buffer, 5) == 5 && !memcmp(buffer, "two p", 5));
	EXPECT(lseek(fd, 0, SEEK_SET) == -1 && errno == ESPIPE);
	EXPECT(pread(fd, buffer, 1, 0) == -1 && errno == ESPIPE);
	EXPECT(read(fd, buffer, 0) == 0);
	close(fd);
	close(other);
}

static void access_modes(void)
{
	int fd = open_echo(O_RDONLY);
	struct nt_ioctl_device_control r;
	char buffer[8] = "abc";

	EXPECT(write(fd, "x", 1) == -1 && errno == EBADF);
	EXPECT(!control(fd, &r, IOCTL_ECHO_BUFFERED, buffer, 3, buffer, 3));
	EXPECT(control(fd, &r, IOCTL_ECHO_WRITE, buffer, 3, buffer, 3) == -1 && errno == EACCES);
	EXPECT(r.status == 0x103);
	close(fd);
}

static void methods(void)
{
	static const uint32_t codes[] = { IOCTL_ECHO_BUFFERED, IOCTL_ECHO_OUT_DIRECT,
					  IOCTL_ECHO_NEITHER };
	struct nt_ioctl_device_control r;
	int fd = open_echo(O_RDWR);
	char in[8] = "forward", out[8];
	unsigned int i;

	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		memset(out, '.', sizeof(out));
		EXPECT(!control(fd, &r, codes[i], in, 7, out, 8));
		EXPECT(r.returned == 7 && r.status == 0);
		EXPECT(!memcmp(out, "drawrof.", 8));
	}
	memset(out, '.', sizeof(out));
	EXPECT(!control(fd, &r, IOCTL_ECHO_IN_DIRECT, in, 7, out, 8));
	EXPECT(r.returned == 7 && !memcmp(out, "........", 8));
	/* Input and output in one place. */
	EXPECT(!control(fd, &r, IOCTL_ECHO_BUFFERED, in, 7, in, 7));
	EXPECT(!memcmp(in, "drawrof", 7));
	EXPECT(control(fd, &r, IOCTL_ECHO_BUFFERED, in, 7, out, 3) == -1 && errno == ENOBUFS);
	EXPECT((uint32_t)r.status == 0xc0000023);
	close(fd);
}

static void bad_arguments(void)
{
	struct nt_ioctl_device_control r;
	int fd = open_echo(O_RDWR);
	char buffer[8] = "";
	void *nowhere = (void *)-4096L;

	EXPECT(ioctl(fd, _IO('N', 0xd0), 0) == -1 && errno == ENOTTY);
	EXPECT(ioctl(fd, NT_IOCTL_DEVICE_CONTROL, nowhere) == -1 && errno == EFAULT);
	EXPECT(control(fd, &r, IOCTL_ECHO_BUFFERED, nowhere, 8, buffer, 8) == -1 &&
	       errno == EFAULT);
	EXPECT(control(fd, &r, IOCTL_ECHO_OUT_DIRECT, buffer, 8, nowhere, 8) == -1 &&
	       errno == EFAULT);
	EXPECT(control(fd, &r, IOCTL_ECHO_BUFFERED, buffer, 0xffffffff, buffer, 8) == -1 &&
	       errno == EMSGSIZE);
	EXPECT(control(fd, &r, 0x12345678, buffer, 8, buffer, 8) == -1 && errno == EOPNOTSUPP);
	memset(&r, 0, sizeof(r));
	r.reserved = 1;
	EXPECT(ioctl(fd, NT_IOCTL_DEVICE_CONTROL, &r) == -1 && errno == EINVAL);
	EXPECT(write(fd, nowhere, 8) == -1 && errno == EFAULT);
	EXPECT(write(fd, "data", 4) == 4);
	EXPECT(read(fd, nowhere, 8) == -1 && errno == EFAULT);
	/* The address was looked at before the driver was asked. */
	EXPECT(read(fd, buffer, 8) == 4);
	close(fd);
}

static void polling(void)
{
	int fd = open_echo(O_RDWR | O_NONBLOCK);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buffer[8];

	EXPECT(poll(&p, 1, 0) == 0);
	EXPECT(read(fd, buffer, 8) == -1 && errno == EAGAIN);
	EXPECT(write(fd, "data", 4) == 4);
	EXPECT(poll(&p, 1, 0) == 1 && p.revents == POLLIN);
	EXPECT(read(fd, buffer, 8) == 4);
	EXPECT(read(fd, buffer, 8) == -1 && errno == EAGAIN);
	p.events = POLLOUT;
	EXPECT(poll(&p, 1, 0) == 1 && p.revents == POLLOUT);
	close(fd);
}

/* Edge-triggered: every message is an edge, once the file was read empty. */
static void edges(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int fd = open_echo(O_RDWR | O_NONBLOCK), ep = epoll_create1(0), i;
	char buffer[8];

	EXPECT(!epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event));
	for (i = 0; i < 100; i++) {
		EXPECT(epoll_wait(ep, &event, 1, 0) == 0);
		EXPECT(write(fd, "data", 4) == 4);
		EXPECT(epoll_wait(ep, &event, 1, 1000) == 1);
		while (read(fd, buffer, 8) > 0)
			;
		EXPECT(errno == EAGAIN);
	}
	close(ep);
	close(fd);
}

static void on_signal(int number)
{
	(void)number;
}

static void signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	int fd = open_echo(O_RDWR), status;
	char buffer[8];
	pid_t pid;

	/* Without SA_RESTART the read ends. */
	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	EXPECT(read(fd, buffer, 8) == -1 && errno == EINTR);
	/* A killed reader is gone, and so is its request: the message is ours. */
	pid = fork();
	if (!pid) {
		read(fd, buffer, 8);
		_exit(0);
	}
	usleep(300000);
	kill(pid, SIGKILL);
	EXPECT(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	EXPECT(write(fd, "mine", 4) == 4);
	EXPECT(read(fd, buffer, 8) == 4);
	close(fd);
}

static void *reader(void *arg)
{
	int fd = *(int *)arg;
	char buffer[8];
	long sum = 0;

	while (read(fd, buffer, sizeof(buffer)) == 4)
		sum++;
	return (void *)sum;
}

/* Several threads on one file: no message is lost, none comes twice. */
static void threads(void)
{
	int fd = open_echo(O_RDWR), i;
	pthread_t thread[4];
	long total = 0;
	void *sum;

	for (i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, reader, &fd);
	for (i = 0; i < MESSAGES; i++) {
		if (write(fd, "data", 4) != 4)
			bad = 1;
	}
	for (i = 0; i < 4; i++)
		EXPECT(write(fd, "end", 3) == 3);
	for (i = 0; i < 4; i++) {
		pthread_join(thread[i], &sum);
		total += (long)sum;
	}
	EXPECT(total == MESSAGES);
	close(fd);
}

/* Reads that are killed all the time while messages come. */
static void cancel_storm(void)
{
	int fd = open_echo(O_RDWR | O_NONBLOCK), blocking = open_echo(O_RDWR), i, status;
	char buffer[8];
	pid_t pid;

	for (i = 0; i < 200; i++) {
		pid = fork();
		if (!pid) {
			while (read(blocking, buffer, 8) >= 0)
				;
			_exit(0);
		}
		write(fd, "data", 4);
		usleep(i * 10);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	while (read(fd, buffer, 8) > 0)
		;
	close(blocking);
	close(fd);
}

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	{ "node", node },
	{ "messages", messages },
	{ "access-modes", access_modes },
	{ "methods", methods },
	{ "bad-arguments", bad_arguments },
	{ "polling", polling },
	{ "edges", edges },
	{ "signals", signals },
	{ "threads", threads },
	{ "cancel-storm", cancel_storm },
};

int main(int argc, char **argv)
{
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (argc == 2 && !strcmp(argv[1], "list"))
			puts(cases[i].name);
		else if (argc == 2 && !strcmp(argv[1], cases[i].name))
			return cases[i].run(), bad;
	}
	return argc == 2 && !strcmp(argv[1], "list") ? 0 : 2;
}
