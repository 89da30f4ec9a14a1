#include "app/import_file.h"

#include <string.h>
#include <unistd.h>

#include "account/may.h"
#include "account/scope.h"
#include "app/app.h"
#include "base/id.h"
#include "http/request.h"
#include "registry/import.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static int remove_file(char **path)
{
	unlink(*path);
	return 0;
}

/* A path among the spooled uploads, removed with the request. */
static const char *temporary(struct ctx *cx, const struct app *app)
{
	char id[ID_SIZE];
	char **path = talloc(cx->mem, char *);
	id_format(id_new(), id);
	*path = mem_format(path, "%s/spool/%s.xlsx", app->options->data, id);
	talloc_set_destructor(path, remove_file);
	return *path;
}

static err template_get(struct ctx *cx, struct request *rq)
{
	const char *kind = request_segment(rq, "kind"), *path = temporary(cx, server_arg(rq));
	err e = import_write_template(cx, kind, path);
	if (e)
		return e;
	return reply_file(cx, rq, XLSX, path, mem_format(cx->mem, "linli-%s.xlsx", kind));
}

static const struct choice only_values[] = {{"bad", "未导入的行", "Rows that were not imported"}};
static const struct choices only = CHOICES("import_only", only_values);
static const struct param report_query[] = {{"only", F_ENUM, &only}, {0}};

static err report_get(struct ctx *cx, struct request *rq)
{
	const char *path = temporary(cx, server_arg(rq));
	bool only_bad = request_param_int(rq, "only") != NONE;
	err e = import_write_report(cx, request_id(rq, "import"), only_bad, path);
	return e ? e : reply_file(cx, rq, XLSX, path, "linli-report.xlsx");
}

const struct route import_file_routes[] = {
	{"GET", "/import-kinds/{kind}/template", MAY_IMPORT, SCOPE_IMPORT, template_get,
	 .summary = "A spreadsheet to fill in", .flags = ROUTE_RAW | ROUTE_SLOW},
	{"GET", "/imports/{import}/report", MAY_IMPORT, SCOPE_IMPORT, report_get,
	 .summary = "Its rows with what is wrong with them", .flags = ROUTE_RAW | ROUTE_SLOW,
	 .query = report_query},
	{0},
};
