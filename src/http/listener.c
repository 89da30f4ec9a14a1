/* Sockets and TLS. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server_priv.h"

enum { BACKLOG = 4096 };

/* ─── sockets ─── */

static bool set(int fd, int level, int name)
{
	int on = 1;
	return !setsockopt(fd, level, name, &on, sizeof on);
}

/* A bound socket, or -1. What is set here (no delay, keep-alive probes) the accepted ones inherit. */
static int bound(const struct sockaddr *address, int size, bool is_shared)
{
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool is_good = fd >= 0 && set(fd, SOL_SOCKET, SO_REUSEADDR) &&
		       set(fd, SOL_SOCKET, SO_KEEPALIVE) && set(fd, IPPROTO_TCP, TCP_NODELAY) &&
		       (!is_shared || set(fd, SOL_SOCKET, SO_REUSEPORT)) &&
		       !bind(fd, address, (socklen_t)size);
	if (is_good || fd < 0)
		return fd;
	int kept = errno;
	close(fd);
	errno = kept;
	return -1;
}

static int port_of(int fd)
{
	struct sockaddr_storage a = {0};
	socklen_t size = sizeof a;
	getsockname(fd, (struct sockaddr *)&a, &size);
	return ntohs(a.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&a)->sin6_port
					     : ((struct sockaddr_in *)&a)->sin_port);
}

static void set_port(struct sockaddr_storage *a, int port)
{
	if (a->ss_family == AF_INET6)
		((struct sockaddr_in6 *)a)->sin6_port = htons((uint16_t)port);
	else
		((struct sockaddr_in *)a)->sin_port = htons((uint16_t)port);
}

/* Threads share a port by SO_REUSEPORT, and so might another server of the same user, unnoticed:
 * the first socket of a port is tried without it. */
static bool is_free(const struct sockaddr_storage *a, int size)
{
	int fd = bound((const struct sockaddr *)a, size, false);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

err listener_open(struct ctx *cx, const struct server_settings *settings, bool is_first, int *port,
		  int *ret_fd)
{
	struct sockaddr_storage a = {0};
	int size = sizeof a;
	const char *address =
		strcmp(settings->address, "localhost") ? settings->address : "127.0.0.1";
	if (evutil_parse_sockaddr_port(address, (struct sockaddr *)&a, &size))
		return fail_internal(cx, "%s is not an IP address", address);
	set_port(&a, *port);
	int fd = is_first && *port && !is_free(&a, size) ? -1
							 : bound((struct sockaddr *)&a, size, true);
	if (fd < 0 || listen(fd, BACKLOG)) {
		int kept = errno;
		if (fd >= 0)
			close(fd);
		return fail_internal(cx, "cannot listen on %s port %d: %s", address, *port,
				     strerror(kept));
	}
	*port = port_of(fd);
	*ret_fd = fd;
	return OK;
}

/* ─── TLS ─── */

static int choose(SSL *ssl, const unsigned char **out, unsigned char *out_n,
		  const unsigned char *in, unsigned in_n, void *arg) /* as OpenSSL has it */
{
	static const unsigned char ours[] = "\x08http/1.1";
	unsigned char *chosen;
	(void)ssl, (void)arg;
	if (SSL_select_next_proto(&chosen, out_n, ours, sizeof ours - 1, in, in_n) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/* Forward secrecy and authenticated ciphers only; TLS 1.3 has no others. */
static bool configure(SSL_CTX *tls)
{
	SSL_CTX_set_options(tls, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
					 SSL_OP_CIPHER_SERVER_PREFERENCE |
					 SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_alpn_select_cb(tls, choose, NULL);
	return SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) &&
	       SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20");
}

static err tls_error(struct ctx *cx, const char *what, const char *path)
{
	char text[200];
	ERR_error_string_n(ERR_get_error(), text, sizeof text);
	return fail_internal(cx, "%s %s: %s", what, path, text);
}

err tls_open(struct ctx *cx, const char *cert, const char *key, SSL_CTX **ret)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	err e = OK;
	if (!tls || !configure(tls))
		e = tls_error(cx, "TLS", "");
	else if (SSL_CTX_use_certificate_chain_file(tls, cert) != 1)
		e = tls_error(cx, "certificate", cert);
	else if (SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
		e = tls_error(cx, "key", key);
	if (e)
		SSL_CTX_free(tls);
	else
		*ret = tls;
	return e;
}
