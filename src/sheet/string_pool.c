#include "sheet/string_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file that grows, seen as memory. */
struct spill {
	int fd;
	char *map;
	size_t len, room;
};

struct strings {
	struct spill text;    /* each string with its NUL */
	struct spill offsets; /* uint64_t of each */
};

enum { SPILL_FIRST = 1 << 16 };

static int open_nameless(const char *folder)
{
	const char *temporary = getenv("TMPDIR");
	const char *folders[] = {folder, temporary ? temporary : "/tmp"};
	for (size_t i = 0; i < 2; i++) {
		char path[4096];
		int n = snprintf(path, sizeof path, "%s/linli-strings-XXXXXX", folders[i]);
		int fd = n < (int)sizeof path ? mkostemp(path, O_CLOEXEC) : -1;
		if (fd < 0)
			continue;
		unlink(path);
		return fd;
	}
	return -1;
}

static void spill_close(struct spill *s)
{
	if (s->map)
		munmap(s->map, s->room);
	if (s->fd >= 0)
		close(s->fd);
}

/* Room for `n` more bytes. The disk is asked first: writing to a mapping that has no block behind
 * it would be a signal, not an error. */
static err spill_room(struct ctx *cx, struct spill *s, size_t n)
{
	size_t room = s->room ? s->room : SPILL_FIRST;
	while (room - s->len < n)
		room *= 2;
	if (room == s->room)
		return OK;
	int e = posix_fallocate(s->fd, 0, (off_t)room);
	if (e)
		return fail_internal(cx, "cannot reserve %zu bytes for strings: %s", room,
				     strerror(e));
	void *map = s->map ? mremap(s->map, s->room, room, MREMAP_MAYMOVE)
			   : mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
	if (map == MAP_FAILED)
		return fail_internal(cx, "cannot map strings: %s", strerror(errno));
	s->map = map;
	s->room = room;
	return OK;
}

static int strings_release(struct strings *s)
{
	spill_close(&s->text);
	spill_close(&s->offsets);
	return 0;
}

err strings_open(struct ctx *cx, mem *parent, const char *folder, struct strings **ret)
{
	struct strings *s = mem_new(parent, struct strings);
	s->text.fd = open_nameless(folder);
	s->offsets.fd = open_nameless(folder);
	talloc_set_destructor(s, strings_release);
	if (s->text.fd < 0 || s->offsets.fd < 0)
		return fail_internal(cx, "cannot make a file for strings: %s", strerror(errno));
	*ret = s;
	return OK;
}

err strings_add(struct ctx *cx, struct strings *s, const char *text, size_t n)
{
	uint64_t offset = s->text.len;
	err e = spill_room(cx, &s->text, n + 1);
	if (!e)
		e = spill_room(cx, &s->offsets, sizeof offset);
	if (e)
		return e;
	memcpy(s->text.map + offset, text, n);
	s->text.map[offset + n] = '\0';
	s->text.len += n + 1;
	memcpy(s->offsets.map + s->offsets.len, &offset, sizeof offset);
	s->offsets.len += sizeof offset;
	return OK;
}

size_t strings_count(const struct strings *s)
{
	return s->offsets.len / sizeof(uint64_t);
}

size_t strings_bytes(const struct strings *s)
{
	return s->text.len + s->offsets.len;
}

const char *strings_get(const struct strings *s, size_t i)
{
	if (i >= strings_count(s))
		return NULL;
	uint64_t offset;
	memcpy(&offset, s->offsets.map + i * sizeof offset, sizeof offset);
	return s->text.map + offset;
}
