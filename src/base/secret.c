#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	KEYS_MAX = 64,
	KEY_LINE_MAX = 128,
};
_Static_assert(SECRET_OVERHEAD == 4 + NONCE_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	       "what secret.h says a sealed text adds");

/* The file: a line `hash HEX`, then lines `seal NUMBER HEX`, newest last. */
struct keyring {
	unsigned char hash_key[KEY_SIZE];
	uint32_t n;
	struct {
		uint32_t number;
		unsigned char key[KEY_SIZE];
	} keys[KEYS_MAX];
};

static bool hex_key(const char *hex, unsigned char out[static KEY_SIZE])
{
	size_t n;
	return !sodium_hex2bin(out, KEY_SIZE, hex, strlen(hex), "\n", &n, NULL) && n == KEY_SIZE;
}

static bool read_line(struct keyring *k, const char *line)
{
	unsigned number;
	int at = 0;
	if (!strncmp(line, "hash ", 5))
		return hex_key(line + 5, k->hash_key);
	if (sscanf(line, "seal %u %n", &number, &at) != 1 || !at || k->n == KEYS_MAX)
		return false;
	k->keys[k->n].number = number;
	return hex_key(line + at, k->keys[k->n++].key);
}

static err read_file(struct ctx *cx, const char *path, struct keyring *k)
{
	struct stat st;
	FILE *f = fopen(path, "re");
	if (!f)
		return fail_internal(cx, "key file %s: %s", path, strerror(errno));
	bool is_good = !fstat(fileno(f), &st) && !(st.st_mode & 077);
	char line[KEY_LINE_MAX];
	while (is_good && fgets(line, sizeof line, f))
		is_good = read_line(k, line);
	fclose(f);
	sodium_memzero(line, sizeof line);
	if (st.st_mode & 077)
		return fail_internal(cx, "key file %s can be read by others: chmod 600 it", path);
	if (!is_good || !k->n || sodium_is_zero(k->hash_key, KEY_SIZE))
		return fail_internal(cx, "key file %s is damaged", path);
	return OK;
}

static void put_key(FILE *f, const char *what)
{
	unsigned char key[KEY_SIZE];
	char hex[KEY_SIZE * 2 + 1];
	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	fprintf(f, "%s %s\n", what, hex);
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
}

static err close_durably(struct ctx *cx, FILE *f, const char *path)
{
	bool is_good = !fflush(f) && !fsync(fileno(f));
	is_good = !fclose(f) && is_good;
	return is_good ? OK : fail_internal(cx, "writing key file %s: %s", path, strerror(errno));
}

static err create_file(struct ctx *cx, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return fail_internal(cx, "key file %s: %s", path, strerror(errno));
	put_key(f, "hash");
	put_key(f, "seal 1");
	return close_durably(cx, f, path);
}

static int wipe(struct keyring *k)
{
	sodium_memzero(k, sizeof *k);
	return 0;
}

err keyring_open(struct ctx *cx, mem *parent, const char *path, bool may_create,
		 const struct keyring **ret)
{
	err e;
	if (sodium_init() < 0)
		return fail_internal(cx, "libsodium does not start");
	if (may_create && access(path, F_OK) && (e = create_file(cx, path)))
		return e;
	struct keyring *k = mem_new(parent, struct keyring);
	talloc_set_destructor(k, wipe);
	if ((e = read_file(cx, path, k)))
		return e;
	*ret = k;
	return OK;
}

err keyring_add_key(struct ctx *cx, const char *path)
{
	struct keyring k = {0};
	err e = read_file(cx, path, &k);
	if (e)
		return e;
	if (k.n == KEYS_MAX)
		return fail_internal(cx, "key file %s is full", path);
	FILE *f = fopen(path, "ae");
	if (!f)
		return fail_internal(cx, "key file %s: %s", path, strerror(errno));
	put_key(f, mem_format(cx->mem, "seal %u", keyring_newest(&k) + 1));
	wipe(&k);
	return close_durably(cx, f, path);
}

uint32_t keyring_newest(const struct keyring *k)
{
	return k->keys[k->n - 1].number;
}

uint32_t secret_key_of(const void *sealed, size_t n)
{
	uint32_t number = 0;
	if (n >= SECRET_OVERHEAD)
		memcpy(&number, sealed, sizeof number);
	return number;
}

struct arg secret_seal(struct ctx *cx, const char *text)
{
	if (!text)
		return none();
	const struct keyring *k = cx->keys;
	size_t n = strlen(text), size = n + SECRET_OVERHEAD;
	unsigned char *out = mem_array(cx->mem, unsigned char, size);
	uint32_t number = keyring_newest(k);
	memcpy(out, &number, 4);
	randombytes_buf(out + 4, NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + 4 + NONCE_SIZE, NULL,
						   (const unsigned char *)text, n, out, 4, NULL,
						   out + 4, k->keys[k->n - 1].key);
	return blob(out, size);
}

static const unsigned char *key_numbered(const struct keyring *k, uint32_t number)
{
	for (uint32_t i = 0; i < k->n; i++)
		if (k->keys[i].number == number)
			return k->keys[i].key;
	return NULL;
}

err secret_open(struct ctx *cx, const void *sealed, size_t n, const char **ret_text)
{
	const unsigned char *in = sealed;
	uint32_t number = secret_key_of(sealed, n);
	const unsigned char *key = key_numbered(cx->keys, number);
	if (!key)
		return fail_internal(cx, "personal data sealed with key %u, which is not here",
				     number);
	char *text = mem_array(cx->mem, char, n - SECRET_OVERHEAD + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL,
						       in + 4 + NONCE_SIZE, n - 4 - NONCE_SIZE, in,
						       4, in + 4, key))
		return fail_internal(cx, "personal data does not open: changed, or another key %u",
				     number);
	*ret_text = text;
	return OK;
}

void secret_hash(const struct keyring *k, const char *kind, const char *value,
		 unsigned char out[static LOOKUP_HASH_SIZE])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, k->hash_key, KEY_SIZE, LOOKUP_HASH_SIZE);
	crypto_generichash_update(&state, (const unsigned char *)kind, strlen(kind) + 1);
	crypto_generichash_update(&state, (const unsigned char *)value, strlen(value));
	crypto_generichash_final(&state, out, LOOKUP_HASH_SIZE);
}
