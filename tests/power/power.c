#include "power.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { BLOCK = 4096, SECTOR = 512, SLOTS = 1024 };

/* A block as the process sees it, newer than what is on the disk. */
struct block {
	sqlite3_int64 number;
	unsigned char bytes[BLOCK];
	struct block *next;
};

/* A file, shared by all who have it open. */
struct disk {
	char *path;
	struct block *unsynced[SLOTS]; /* by number */
	sqlite3_int64 size;            /* as the process sees it */
	sqlite3_int64 valid; /* bytes of the real file that still count: it was cut here */
	struct disk *next;
};

struct power_file {
	sqlite3_file base;
	struct disk *disk;
	sqlite3_file *real;
};

static sqlite3_vfs *below; /* the machine's own */
static int early;
static struct disk *disks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct power_file *own(sqlite3_file *f)
{
	return (struct power_file *)f;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
	return own(f)->real;
}

static sqlite3_int64 least(sqlite3_int64 a, sqlite3_int64 b)
{
	return a < b ? a : b;
}

/* ─── blocks ─── */

static struct block *find(struct disk *d, sqlite3_int64 number)
{
	struct block *b = d->unsynced[number % SLOTS];
	while (b && b->number != number)
		b = b->next;
	return b;
}

/* Lets `each` look at all that is not synced; what it returns false for is dropped. */
static void sift(struct disk *d, bool (*each)(struct block *b, void *arg), void *arg)
{
	for (int i = 0; i < SLOTS; i++)
		for (struct block **at = &d->unsynced[i], *b; (b = *at);) {
			if (each(b, arg)) {
				at = &b->next;
				continue;
			}
			*at = b->next;
			free(b);
		}
}

/* What the disk holds at the block; zeros past its end. */
static int read_disk(struct power_file *f, sqlite3_int64 number, unsigned char out[static BLOCK])
{
	sqlite3_int64 at = number * BLOCK, there = least(f->disk->valid - at, BLOCK);
	memset(out, 0, BLOCK);
	return there > 0 ? f->real->pMethods->xRead(f->real, out, (int)there, at) : SQLITE_OK;
}

/* The block in memory, fetched there if it is not. */
static struct block *hold(struct power_file *f, sqlite3_int64 number)
{
	struct block *b = find(f->disk, number);
	if (b)
		return b;
	b = malloc(sizeof *b);
	if (!b || read_disk(f, number, b->bytes)) {
		free(b);
		return NULL;
	}
	b->number = number;
	b->next = f->disk->unsynced[number % SLOTS];
	f->disk->unsynced[number % SLOTS] = b;
	return b;
}

static bool is_early(void)
{
	unsigned char chance;
	return early && getrandom(&chance, 1, 0) == 1 && chance * 100 < early * 256;
}

/* Some sectors reach the disk before anybody has asked for it. */
static void leak(struct power_file *f, const struct block *b, int from, int to)
{
	for (int at = from / SECTOR * SECTOR; at < to; at += SECTOR) {
		sqlite3_int64 where = b->number * BLOCK + at;
		bool is_inside = where + SECTOR <= least(f->disk->size, f->disk->valid);
		if (is_inside && is_early())
			f->real->pMethods->xWrite(f->real, b->bytes + at, SECTOR, where);
	}
}

/* ─── a file's methods ─── */

static int power_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	struct power_file *f = own(file);
	unsigned char bytes[BLOCK], *to = out;
	int code = SQLITE_OK;
	pthread_mutex_lock(&lock);
	sqlite3_int64 there = least(n, f->disk->size - at), end = at + (there > 0 ? there : 0);
	memset(out, 0, (size_t)n);
	while (at < end && !code) {
		int from = (int)(at % BLOCK), part = (int)least(BLOCK - from, end - at);
		struct block *b = find(f->disk, at / BLOCK);
		if (!b)
			code = read_disk(f, at / BLOCK, bytes);
		memcpy(to, (b ? b->bytes : bytes) + from, (size_t)part);
		to += part;
		at += part;
	}
	pthread_mutex_unlock(&lock);
	return code ? code : there < n ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int power_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	struct power_file *f = own(file);
	const unsigned char *in = bytes;
	int code = SQLITE_OK;
	pthread_mutex_lock(&lock);
	while (n > 0 && !code) {
		int from = (int)(at % BLOCK), part = (int)least(BLOCK - from, n);
		struct block *b = hold(f, at / BLOCK);
		if (!b) {
			code = SQLITE_IOERR_WRITE;
			break;
		}
		memcpy(b->bytes + from, in, (size_t)part);
		f->disk->size = at + part > f->disk->size ? at + part : f->disk->size;
		leak(f, b, from, from + part);
		in += part;
		at += part;
		n -= part;
	}
	pthread_mutex_unlock(&lock);
	return code;
}

static bool cut(struct block *b, void *size)
{
	sqlite3_int64 left = *(sqlite3_int64 *)size - b->number * BLOCK;
	if (left > 0 && left < BLOCK)
		memset(b->bytes + left, 0, (size_t)(BLOCK - left));
	return left > 0;
}

static int power_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct disk *d = own(file)->disk;
	pthread_mutex_lock(&lock);
	sift(d, cut, &size);
	d->size = size;
	d->valid = least(d->valid, size);
	pthread_mutex_unlock(&lock);
	return SQLITE_OK;
}

struct flushing {
	struct power_file *file;
	int code;
};

static bool put(struct block *b, void *arg)
{
	struct flushing *to = arg;
	sqlite3_file *real = to->file->real;
	sqlite3_int64 at = b->number * BLOCK, n = least(BLOCK, to->file->disk->size - at);
	if (!to->code)
		to->code = real->pMethods->xWrite(real, b->bytes, (int)n, at);
	return to->code != SQLITE_OK;
}

static int flush(struct power_file *f)
{
	struct flushing to = {.file = f};
	sqlite3_int64 there;
	to.code = f->real->pMethods->xFileSize(f->real, &there);
	if (!to.code && there > f->disk->valid)
		to.code = f->real->pMethods->xTruncate(f->real, f->disk->valid);
	if (!to.code)
		sift(f->disk, put, &to);
	if (!to.code)
		f->disk->valid = f->disk->size;
	return to.code;
}

static int power_sync(sqlite3_file *file, int flags)
{
	struct power_file *f = own(file);
	pthread_mutex_lock(&lock);
	int code = flush(f);
	pthread_mutex_unlock(&lock);
	return code ? code : f->real->pMethods->xSync(f->real, flags);
}

static int power_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	pthread_mutex_lock(&lock);
	*ret = own(file)->disk->size;
	pthread_mutex_unlock(&lock);
	return SQLITE_OK;
}

/* ─── what the machine's own does ─── */

static int power_close(sqlite3_file *f)
{
	return real_of(f)->pMethods->xClose(real_of(f)); /* the disk keeps what was written */
}

static int power_lock(sqlite3_file *f, int kind)
{
	return real_of(f)->pMethods->xLock(real_of(f), kind);
}

static int power_unlock(sqlite3_file *f, int kind)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), kind);
}

static int power_is_reserved(sqlite3_file *f, int *ret)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), ret);
}

static int power_control(sqlite3_file *f, int op, void *arg)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int power_sector(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int power_traits(sqlite3_file *f)
{
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int power_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
	return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, ret);
}

static int power_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void power_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int power_shm_unmap(sqlite3_file *f, int must_delete)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), must_delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2, /* without xFetch: nothing is mapped past us */
	.xClose = power_close,
	.xRead = power_read,
	.xWrite = power_write,
	.xTruncate = power_truncate,
	.xSync = power_sync,
	.xFileSize = power_size,
	.xLock = power_lock,
	.xUnlock = power_unlock,
	.xCheckReservedLock = power_is_reserved,
	.xFileControl = power_control,
	.xSectorSize = power_sector,
	.xDeviceCharacteristics = power_traits,
	.xShmMap = power_shm_map,
	.xShmLock = power_shm_lock,
	.xShmBarrier = power_shm_barrier,
	.xShmUnmap = power_shm_unmap,
};

/* ─── opening and deleting ─── */

static struct disk **disk_at(const char *path)
{
	struct disk **d = &disks;
	while (*d && strcmp((*d)->path, path) != 0)
		d = &(*d)->next;
	return d;
}

static struct disk *disk_of(const char *path, sqlite3_file *real)
{
	pthread_mutex_lock(&lock);
	struct disk **d = disk_at(path);
	if (!*d) {
		*d = calloc(1, sizeof **d);
		(*d)->path = strdup(path);
		real->pMethods->xFileSize(real, &(*d)->size);
		(*d)->valid = (*d)->size;
	}
	struct disk *found = *d;
	pthread_mutex_unlock(&lock);
	return found;
}

static int power_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret)
{
	enum { KEPT = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL };
	struct power_file *f = own(file);
	(void)vfs;
	if (!path || !(flags & KEPT)) /* a temporary file need not survive anything */
		return below->xOpen(below, path, file, flags, ret);
	f->real = (sqlite3_file *)(f + 1);
	int code = below->xOpen(below, path, f->real, flags, ret);
	f->base.pMethods = code ? NULL : &methods;
	if (!code)
		f->disk = disk_of(path, f->real);
	return code;
}

static int power_delete(sqlite3_vfs *vfs, const char *path, int must_sync)
{
	(void)vfs;
	pthread_mutex_lock(&lock);
	struct disk *d = *disk_at(path);
	if (d) {
		d->size = d->valid = 0;
		sift(d, cut, &d->size);
	}
	pthread_mutex_unlock(&lock);
	return below->xDelete(below, path, must_sync);
}

/* To SQLite a journal without bytes is none; ours may be in memory alone. */
static int power_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
	(void)vfs;
	int code = below->xAccess(below, path, flags, ret);
	pthread_mutex_lock(&lock);
	struct disk *d = *disk_at(path);
	if (!code && flags == SQLITE_ACCESS_EXISTS && d && d->size)
		*ret = 1;
	pthread_mutex_unlock(&lock);
	return code;
}

int power_vfs_register(int early_percent)
{
	static sqlite3_vfs power;
	early = early_percent;
	below = sqlite3_vfs_find("unix");
	power = *below;
	power.zName = "power";
	power.pNext = NULL;
	power.szOsFile = (int)sizeof(struct power_file) + below->szOsFile;
	power.xOpen = power_open;
	power.xDelete = power_delete;
	power.xAccess = power_access;
	return sqlite3_vfs_register(&power, 1);
}
