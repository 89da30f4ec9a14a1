#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"

static enum log_level least_level = LOG_INFO;
static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_set_level(enum log_level least)
{
	least_level = least;
}

/* A line is built whole and written by one write(), so that threads never mix theirs. */
struct line {
	char text[2048];
	size_t len;
};

static void put(struct line *l, char c)
{
	if (l->len < sizeof l->text - 1)
		l->text[l->len++] = c;
}

static void put_text(struct line *l, const char *s)
{
	for (; *s; s++)
		put(l, *s);
}

static void put_quoted(struct line *l, const char *s)
{
	bool is_plain = *s && !strpbrk(s, " \"\\\n\r\t=");
	if (is_plain) {
		put_text(l, s);
		return;
	}
	put(l, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			put(l, '\\');
		put(l, (unsigned char)*s < 0x20 ? ' ' : *s);
	}
	put(l, '"');
}

static void put_pair(struct line *l, const struct log_pair *p)
{
	char number[24];
	put(l, ' ');
	put_text(l, p->key);
	put(l, '=');
	if (p->value.kind == &arg_is_i64) {
		snprintf(number, sizeof number, "%" PRId64, p->value.i);
		put_text(l, number);
	} else if (p->value.kind == &arg_is_str) {
		put_quoted(l, p->value.p);
	} else {
		put(l, '-');
	}
}

void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs)
{
	if (level < least_level)
		return;
	struct line l = {0};
	char at[INSTANT_SIZE];
	instant_format(clock_now(), at);
	put_text(&l, at);
	put(&l, ' ');
	put_text(&l, level_names[level]);
	put(&l, ' ');
	put_text(&l, event);
	for (; pairs->key; pairs++)
		put_pair(&l, pairs);
	l.text[l.len++] = '\n';
	ssize_t ignored = write(STDERR_FILENO, l.text, l.len);
	(void)ignored; /* nobody is left to be told */
}
