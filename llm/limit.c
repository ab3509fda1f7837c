#include "llm/limit.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Places are locks on the bytes of a file without a name: the system releases
 * those of a process that ends. */
struct llm_limit {
	int fd, places, held;          /* held: -1 none */
	_Atomic long long *not_before; /* ms, shared; behind it: stopped */
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct llm_limit *limit_open(int places)
{
	int fd = memfd_create("clin-limit", MFD_CLOEXEC);

	if (fd < 0)
		return NULL;
	void *shared = MAP_FAILED;
	if (ftruncate(fd, 4096) == 0)
		shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
			      fd, 0);
	if (shared == MAP_FAILED) {
		close(fd);
		return NULL;
	}
	struct llm_limit *l = mem_alloc(sizeof *l);
	*l = (struct llm_limit){fd, places, -1, shared};
	return l;
}

void limit_close(struct llm_limit *l)
{
	if (!l)
		return;
	munmap(l->not_before, 4096);
	close(l->fd);
	free(l);
}

void limit_stop(struct llm_limit *l)
{
	if (l)
		atomic_store(l->not_before + 1, 1);
}

bool limit_stopped(const struct llm_limit *l)
{
	return l && atomic_load(l->not_before + 1) != 0;
}

static bool take(struct llm_limit *l, int place)
{
	struct flock f = {.l_type = F_WRLCK,
			  .l_whence = SEEK_SET,
			  .l_start = 8 + place,
			  .l_len = 1};

	if (fcntl(l->fd, F_SETLK, &f) != 0)
		return false;
	l->held = place;
	return true;
}

bool limit_enter(struct llm_limit *l, bool (*interrupted)(void *self),
		 void *self)
{
	const struct timespec step = {0, 50 * 1000 * 1000};

	while (l) {
		if (limit_stopped(l) || (interrupted && interrupted(self)))
			return false;
		if (now_ms() >= atomic_load(l->not_before))
			for (int i = 0; i < l->places; i++)
				if (take(l, i))
					return true;
		nanosleep(&step, NULL);
	}
	return true;
}

void limit_leave(struct llm_limit *l)
{
	struct flock f = {.l_type = F_UNLCK, .l_whence = SEEK_SET, .l_len = 1};

	if (!l || l->held < 0)
		return;
	f.l_start = 8 + l->held;
	fcntl(l->fd, F_SETLK, &f);
	l->held = -1;
}

void limit_hold(struct llm_limit *l, double seconds)
{
	long long until = now_ms() + (long long)(seconds * 1000);

	if (l && until > atomic_load(l->not_before))
		atomic_store(l->not_before, until);
}
