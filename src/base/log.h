/* The log: one line an event on standard error, `time level event key=value …`, for journald.
 * Never personal data: ids and counts, not names. The only global of the program.
 *
 *     log_event(LOG_INFO, "http.listen", {"address", str(addr)}, {"port", i64(port)});
 */
#ifndef LINLI_BASE_LOG_H
#define LINLI_BASE_LOG_H

#include "base/arg.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_pair {
	const char *key; /* NULL ends a list */
	struct arg value;
};

void log_set_level(enum log_level least);

#define log_event(level, event, ...) \
	log_pairs((level), (event), (const struct log_pair[]){__VA_ARGS__ __VA_OPT__(, ){0}})

void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs);

#endif
