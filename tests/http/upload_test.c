/* Uploads: multipart bodies that become files. */
#include "serving.h"

#include <dirent.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORM                                                                        \
	"POST /api/form HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; " \
	"boundary=\"b-1\"\r\n"
#define PART(headers, data) "--b-1\r\n" headers "\r\n\r\n" data "\r\n"
#define FIELD(name)         "Content-Disposition: form-data; name=\"" name "\""
#define FILE_OF(name, file) FIELD(name) "; filename=\"" file "\"\r\nContent-Type: image/png"
#define END                 "--b-1--\r\n"

static struct heard upload(const struct serving *s, const char *body, size_t n)
{
	char head[300];
	int fd = dial(s);
	snprintf(head, sizeof head, FORM "Content-Length: %zu\r\n\r\n", n);
	say(fd, head);
	say_bytes(fd, body, n);
	struct heard h = hear(fd);
	close(fd);
	return h;
}

static int files_in(const char *folder)
{
	char path[128];
	int n = 0;
	snprintf(path, sizeof path, "%s/spool", folder);
	DIR *d = opendir(path);
	for (struct dirent *entry; (entry = readdir(d));)
		n += entry->d_name[0] != '.';
	closedir(d);
	return n;
}

/* Files go with their request, when its reply is out. */
static void assert_files_go(const struct serving *s)
{
	for (int i = 0; i < 5000 && files_in(s->folder); i++)
		usleep(2000);
	assert_int_equal(files_in(s->folder), 0);
}

TEST(an_upload_becomes_fields_and_files)
{
	static const char body[] = PART(FIELD("note"), "一点说明\r\n--b-")
		PART(FILE_OF("file", "C:\\fakepath\\名册 1.csv"), "a,b\r\n1,2\r\n")
			PART(FILE_OF("photo", "../../etc/passwd"), "%PDF-1.4\n") END;
	struct serving s = serve((struct server_settings){0});
	struct heard h = upload(&s, body, sizeof body - 1);
	unsigned char hash[32];
	char expected[512] = "", hex[65] = "";
	assert_int_equal(h.status, 200);
	SHA256((const unsigned char *)"a,b\r\n1,2\r\n", 10, hash);
	for (int i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	snprintf(expected, sizeof expected,
		 "note=一点说明\r\n--b-;file:名册 1.csv:text/plain:10:%s:%s/spool/", hex, s.folder);
	assert_memory_equal(h.body, expected, strlen(expected));
	assert_non_null(strstr(h.body, ";photo:passwd:application/pdf:9:"));
	assert_files_go(&s);
	assert_int_equal(server_stats(s.server).bodies_held, 0);
	serving_end(&s);
}

/* A file of `n` bytes that look like the beginnings of boundaries. */
static size_t fill(char *body, size_t room, size_t n, char hex[65])
{
	static const char pattern[] = "\r\n--b-\r\r\n--b\r\n-";
	unsigned char hash[32];
	size_t at = (size_t)snprintf(body, room, "--b-1\r\n" FILE_OF("f", "a") "\r\n\r\n");
	for (size_t i = 0; i < n; i++)
		body[at + i] = pattern[i % (sizeof pattern - 1)];
	SHA256((unsigned char *)body + at, n, hash);
	for (int i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	at += n;
	return at + (size_t)snprintf(body + at, room - at, "\r\n" END);
}

TEST(a_large_upload_is_whole)
{
	struct serving s = serve((struct server_settings){0});
	size_t room = (4 << 20) + 1000;
	char *body = malloc(room), hex[65];
	size_t n = fill(body, room, (4 << 20) - 1000, hex);
	struct heard h = upload(&s, body, n);
	assert_int_equal(h.status, 200);
	assert_non_null(strstr(h.body, hex));
	h = upload(&s, body, (4 << 20) + 1);
	assert_int_equal(h.status, 413);
	free(body);
	serving_end(&s);
}

TEST(uploads_leave_room_for_other_bodies)
{
	struct serving s = serve((struct server_settings){.bodies_held_max = 4 << 20});
	struct heard h =
		ask(&s, FORM "Content-Length: 3145729\r\n\r\n"); /* three quarters and one */
	assert_int_equal(h.status, 503);
	int fd = dial(&s);
	say(fd, FORM "Expect: 100-continue\r\nContent-Length: 3145728\r\n\r\n");
	assert_int_equal(hear_head(fd).status, 100);
	h = ask(&s, FORM "Content-Length: 100000\r\n\r\n");
	assert_int_equal(h.status, 503);
	h = ask(&s, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
		    "Content-Length: 2\r\n\r\n{}");
	assert_int_equal(h.status, 200);
	close(fd);
	serving_end(&s);
}

TEST(an_upload_may_be_chunked)
{
	struct serving s = serve((struct server_settings){0});
	static const char part[] = PART(FIELD("note"), "甲");
	char text[600];
	snprintf(text, sizeof text,
		 FORM "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n%zx\r\n%s\r\n0\r\n\r\n",
		 sizeof part - 1, part, strlen(END), END);
	struct heard h = ask(&s, text);
	assert_string_equal(h.body, "note=甲;");
	serving_end(&s);
}

static const struct bad {
	const char *body;
	int status;
	const char *key;
} bad[] = {
	{"x", 400, "http.multipart"},
	{"--b-1", 400, "http.multipart"},
	{"--b-1\r\n", 400, "http.multipart"},
	{"\r\n" PART(FIELD("a"), "1") END, 400, "http.multipart"},
	{"preamble\r\n" PART(FIELD("a"), "1") END, 400, "http.multipart"},
	{PART(FIELD("a"), "1"), 400, "http.multipart"},
	{PART(FIELD("a"), "1") "--b-1--x", 400, "http.multipart"},
	{PART(FIELD("a"), "1") "--b-1-x", 400, "http.multipart"},
	{PART(FIELD("a"), "1") "--b-1 \r\n", 400, "http.multipart"},
	{PART("X: y", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: form-data", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: attachment; name=\"a\"", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: form-data; name=\"a", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: form-data; name=\"\"", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: form-data; name=a; name=b", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition: form-data; name=\"a\"x", "1") END, 400, "http.multipart"},
	{PART("Content-Disposition : form-data; name=\"a\"", "1") END, 400, "http.multipart"},
	{PART(FIELD("a") "\r\n" FIELD("b"), "1") END, 400, "http.multipart"},
	{PART(FIELD("a") "\r\nContent-Transfer-Encoding: base64", "1") END, 400, "http.multipart"},
	{PART(FIELD("a") "\r\nX: a\nb", "1") END, 400, "http.multipart"},
	{PART(FIELD("\xC3("), "1") END, 400, "http.multipart"},
	{PART(FIELD("a"), "1") PART(FIELD("a"), "2") END, 400, "http.form_twice"},
	{PART(FIELD("a"), "\xC3(") END, 400, "http.form_text"},
};

TEST(forms_that_are_not_well_formed_are_refused)
{
	struct serving s = serve((struct server_settings){0});
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct heard h = upload(&s, bad[i].body, strlen(bad[i].body));
		if (h.status != bad[i].status || !strstr(h.body, bad[i].key))
			print_error("%s\n=> %d %s\n", bad[i].body, h.status, h.body ? h.body : "");
		assert_int_equal(h.status, bad[i].status);
		assert_non_null(strstr(h.body, bad[i].key));
	}
	assert_files_go(&s);
	serving_end(&s);
}

TEST(a_boundary_must_be_one)
{
	static const char too_long[] = "multipart/form-data; boundary="
				       "0123456789012345678901234567890123456789"
				       "0123456789012345678901234567890";
	const char *const types[] = {
		"multipart/form-data",
		"multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"",
		"multipart/form-data; boundary=a; boundary=b",
		"multipart/form-data; boundary=a*",
		too_long,
	};
	struct serving s = serve((struct server_settings){0});
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		char text[400];
		snprintf(text, sizeof text,
			 "POST /api/form HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
			 "Content-Length: 7\r\n\r\n--a--\r\n",
			 types[i]);
		assert_int_equal(ask(&s, text).status, 400);
	}
	serving_end(&s);
}

TEST(an_upload_without_a_body_has_no_parts)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h = upload(&s, "", 0);
	assert_int_equal(h.status, 200);
	assert_int_equal(h.n, 0);
	h = upload(&s, END, strlen(END)); /* an empty form */
	assert_int_equal(h.status, 200);
	assert_int_equal(h.n, 0);
	serving_end(&s);
}

TEST(parts_and_texts_have_a_cap)
{
	struct serving s = serve((struct server_settings){0});
	char *body = malloc(100000);
	size_t n = (size_t)snprintf(body, 100000, "--b-1\r\n" FIELD("a") "\r\n\r\n");
	memset(body + n, 'x', 65537);
	memcpy(body + n + 65537, "\r\n" END, sizeof("\r\n" END));
	struct heard h = upload(&s, body, n + 65537 + strlen("\r\n" END));
	assert_int_equal(h.status, 413);
	assert_non_null(strstr(h.body, "http.form_large"));
	n = 0;
	for (int i = 0; i < 65; i++)
		n += (size_t)snprintf(body + n, 100000 - n, PART(FILE_OF("f", "a"), "x"));
	n += (size_t)snprintf(body + n, 100000 - n, END);
	h = upload(&s, body, n);
	assert_int_equal(h.status, 400);
	assert_files_go(&s);
	free(body);
	serving_end(&s);
}

TEST(a_disk_that_refuses_is_an_internal_error)
{
	struct serving s = serve((struct server_settings){0});
	char path[128];
	static const char body[] = PART(FILE_OF("file", "a"), "data") END;
	snprintf(path, sizeof path, "%s/spool", s.folder);
	assert_int_equal(rmdir(path), 0);
	struct heard h = upload(&s, body, sizeof body - 1);
	assert_int_equal(h.status, 500);
	assert_null(strstr(h.body, path));
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(upload(&s, body, sizeof body - 1).status, 200);
	serving_end(&s);
}

TEST(a_client_may_leave_while_its_upload_is_spooled)
{
	struct serving s = serve((struct server_settings){0});
	char *body = malloc((4 << 20) + 1000), hex[65], head[300];
	size_t n = fill(body, (4 << 20) + 1000, (4 << 20) - 1000, hex);
	snprintf(head, sizeof head, FORM "Content-Length: %zu\r\n\r\n", n);
	for (int i = 0; i < 3; i++) {
		int fd = dial(&s);
		say(fd, head);
		say_bytes(fd, body, n);
		close(fd);
	}
	free(body);
	assert_string_equal(
		upload(&s, PART(FIELD("a"), "1") END, strlen(PART(FIELD("a"), "1") END)).body,
		"a=1;");
	assert_files_go(&s);
	serving_end(&s);
}

TEST(what_an_earlier_process_left_is_swept)
{
	struct ctx cx = {.mem = mem_pool(1000)};
	struct serving s = serve((struct server_settings){0});
	const char *old = mem_format(cx.mem, "%s/spool/0123456789abcdef0123456789abcdef", s.folder);
	const char *new = mem_format(cx.mem, "%s/spool/1123456789abcdef0123456789abcdef", s.folder);
	struct timespec long_ago[2] = {{1000, 0}, {1000, 0}};
	fclose(fopen(old, "w"));
	fclose(fopen(new, "w"));
	utimensat(AT_FDCWD, old, long_ago, 0);
	assert_int_equal(files_in(s.folder), 2);
	struct server *again;
	struct server_settings settings = {.address = "127.0.0.1",
					   .spool = mem_format(cx.mem, "%s/spool", s.folder)};
	assert_ok(server_start(&cx, &settings, &again));
	assert_int_equal(files_in(s.folder), 1);
	server_stop(again, 0);
	settings.spool = mem_format(cx.mem, "%s/none/spool", s.folder);
	assert_int_equal(server_start(&cx, &settings, &again), ERR_INTERNAL);
	mem_free(cx.mem);
	serving_end(&s);
}
