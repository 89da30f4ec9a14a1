/* The same over TLS, with a certificate made here. */
#include "serving.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void make_certificate(const char *cert_path, const char *key_path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_set_pubkey(cert, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
				   (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(cert, X509_get_subject_name(cert));
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	FILE *f = fopen(cert_path, "w");
	PEM_write_X509(f, cert);
	fclose(f);
	f = fopen(key_path, "w");
	PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL);
	fclose(f);
	X509_free(cert);
	EVP_PKEY_free(key);
}

struct secure {
	struct serving s;
	SSL_CTX *ctx;
	char cert[128], key[128];
};

static struct secure serve_secure(void)
{
	struct secure t = {.ctx = SSL_CTX_new(TLS_client_method())};
	char folder[64] = "/tmp/linli-tls-XXXXXX";
	assert_non_null(mkdtemp(folder));
	snprintf(t.cert, sizeof t.cert, "%s/cert.pem", folder);
	snprintf(t.key, sizeof t.key, "%s/key.pem", folder);
	make_certificate(t.cert, t.key);
	t.s = serve(
		(struct server_settings){.tls_cert = t.cert, .tls_key = t.key, .header_ms = 2000});
	return t;
}

static void end_secure(struct secure *t)
{
	serving_end(&t->s);
	SSL_CTX_free(t->ctx);
	unlink(t->cert), unlink(t->key);
	*strrchr(t->cert, '/') = '\0';
	rmdir(t->cert);
}

static SSL *dial_secure(struct secure *t)
{
	SSL *ssl = SSL_new(t->ctx);
	SSL_set_fd(ssl, dial(&t->s));
	return ssl;
}

static void hang_up(SSL *ssl)
{
	int fd = SSL_get_fd(ssl);
	SSL_free(ssl);
	close(fd);
}

/* Reads until `n` bytes after the empty line are here; the text is NUL-terminated. */
static const char *hear_secure(SSL *ssl, size_t n)
{
	static char text[3 << 20];
	size_t have = 0;
	const char *end = NULL;
	while (!end || have < (size_t)(end - text) + 4 + n) {
		int got = SSL_read(ssl, text + have, (int)(sizeof text - have - 1));
		if (got <= 0)
			break;
		have += (size_t)got;
		text[have] = '\0';
		end = strstr(text, "\r\n\r\n");
	}
	return end ? text : "";
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"

static void say_secure(SSL *ssl, const char *text)
{
	assert_int_equal(SSL_write(ssl, text, (int)strlen(text)), (int)strlen(text));
}

TEST(tls_speaks_http_1_1_with_modern_ciphers)
{
	static const unsigned char protocols[] = "\x02h2\x08http/1.1";
	struct secure t = serve_secure();
	SSL *ssl = dial_secure(&t);
	const unsigned char *chosen;
	unsigned n;
	SSL_set_alpn_protos(ssl, protocols, sizeof protocols - 1);
	assert_int_equal(SSL_connect(ssl), 1);
	SSL_get0_alpn_selected(ssl, &chosen, &n);
	assert_int_equal(n, 8);
	assert_memory_equal(chosen, "http/1.1", 8);
	for (int i = 0; i < 3; i++) {
		say_secure(ssl, GET("/api/hello"));
		const char *reply = hear_secure(ssl, 5);
		assert_non_null(strstr(reply, "\r\n\r\nhello"));
		assert_non_null(
			strstr(reply, "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
	}
	say_secure(ssl, GET("/api/cookies"));
	assert_non_null(strstr(hear_secure(ssl, 0), "Max-Age=60; Secure\r\n"));
	say_secure(ssl, GET("/api/hello") GET("/api/items/2"));
	assert_non_null(strstr(hear_secure(ssl, 5), "hello"));
	hang_up(ssl);
	end_secure(&t);
}

TEST(tls_carries_large_bodies_and_files)
{
	struct secure t = serve_secure();
	char path[128];
	static char body[60001];
	snprintf(path, sizeof path, "%s/a file", t.s.folder);
	FILE *f = fopen(path, "w");
	for (int i = 0; i < 300000; i++)
		fputc('x', f);
	fclose(f);
	SSL *ssl = dial_secure(&t);
	assert_int_equal(SSL_connect(ssl), 1);
	say_secure(ssl, GET("/api/large?size=2000000"));
	const char *reply = hear_secure(ssl, 2000000);
	assert_int_equal(strlen(strstr(reply, "\r\n\r\n") + 4), 2000000);
	say_secure(ssl, GET("/api/file"));
	reply = hear_secure(ssl, 300000);
	assert_int_equal(strlen(strstr(reply, "\r\n\r\n") + 4), 300000);
	memset(body, ' ', 60000);
	say_secure(ssl, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
			"Content-Length: 60000\r\n\r\n");
	say_secure(ssl, body);
	reply = hear_secure(ssl, 60000);
	assert_int_equal(strlen(strstr(reply, "\r\n\r\n") + 4), 60000);
	say_secure(ssl, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
			"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
	assert_non_null(strstr(hear_secure(ssl, 2), "\r\n\r\n{}"));
	hang_up(ssl);
	end_secure(&t);
}

TEST(tls_refusals_are_heard)
{
	struct secure t = serve_secure();
	SSL *ssl = dial_secure(&t);
	assert_int_equal(SSL_connect(ssl), 1);
	say_secure(ssl, "GET /api/hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
	assert_non_null(strstr(hear_secure(ssl, 100), "HTTP/1.1 400 "));
	assert_non_null(strstr(hear_secure(ssl, 100), "")); /* what is left of it, and the end */
	hang_up(ssl);
	end_secure(&t);
}

TEST(old_tls_and_no_tls_are_refused)
{
	struct secure t = serve_secure();
	SSL *ssl = dial_secure(&t);
	SSL_set_min_proto_version(ssl, TLS1_VERSION);
	SSL_set_max_proto_version(ssl, TLS1_1_VERSION);
	assert_int_not_equal(SSL_connect(ssl), 1);
	hang_up(ssl);
	ssl = dial_secure(&t);
	SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
	SSL_set_cipher_list(ssl, "AES128-SHA");
	assert_int_not_equal(SSL_connect(ssl), 1);
	hang_up(ssl);
	ssl = dial_secure(&t);
	SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
	assert_int_equal(SSL_connect(ssl), 1);
	hang_up(ssl);
	int fd = dial(&t.s);
	say(fd, GET("/api/hello"));
	assert_int_not_equal(hear_head(fd).status, 200);
	close(fd);
	fd = dial(&t.s); /* a handshake that never comes has the deadline of a head */
	assert_true(is_closed(fd));
	close(fd);
	ERR_clear_error();
	end_secure(&t);
}

TEST(a_certificate_that_is_none_stops_the_start)
{
	struct secure t = serve_secure();
	struct ctx cx = {.mem = mem_pool(1000)};
	struct server *none;
	struct server_settings settings = {.address = "127.0.0.1",
					   .n_threads = 1,
					   .tls_cert = "/none",
					   .tls_key = t.key,
					   .spool = t.s.folder};
	assert_int_equal(server_start(&cx, &settings, &none), ERR_INTERNAL);
	assert_non_null(strstr(cx.failure.internal, "certificate /none"));
	ctx_forgive(&cx);
	settings.tls_cert = t.cert;
	settings.tls_key = t.cert;
	assert_int_equal(server_start(&cx, &settings, &none), ERR_INTERNAL);
	assert_non_null(strstr(cx.failure.internal, "key "));
	mem_free(cx.mem);
	end_secure(&t);
}
