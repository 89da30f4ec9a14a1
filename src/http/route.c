/* Routes as a tree of segments. Literal children are sorted and found by bisection; beside them
 * stands at most one child for a {name}. */
#include "http/route.h"

#include "http/wire_priv.h"

enum { PARAMS_MAX_OF_PATH = sizeof((struct route_match){0}.params) / sizeof(char *) };

struct node {
	struct slice text;
	struct node **children; /* sorted by text */
	size_t n;
	struct node *any; /* the child that stands for {…} */
	bool is_end;
	unsigned routes[METHOD__MAX]; /* index + 1; 0: none */
	const char *allow;
};

struct entry {
	const struct route *route;
	const char *prefix;
};

struct router {
	struct node *root;
	struct entry *entries;
	unsigned n;
	const struct route_mount *mounts;
};

static int compare(struct slice a, struct slice b)
{
	int order = memcmp(a.at, b.at, a.n < b.n ? a.n : b.n);
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Where `text` stands among the children, or would. */
static size_t position(const struct node *n, struct slice text, bool *ret_is_there)
{
	size_t low = 0, high = n->n;
	*ret_is_there = false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(n->children[middle]->text, text);
		if (order == 0)
			*ret_is_there = true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ─── compiling ─── */

static struct node *child_for(struct node *n, struct slice text)
{
	bool is_there;
	if (text.n && *text.at == '{') {
		if (!n->any)
			n->any = mem_new(n, struct node);
		return n->any;
	}
	size_t at = position(n, text, &is_there);
	if (is_there)
		return n->children[at];
	n->children = mem_grow(n, n->children, n->n + 1);
	memmove(&n->children[at + 1], &n->children[at], (n->n - at) * sizeof *n->children);
	n->children[at] = mem_new(n, struct node);
	n->children[at]->text = text;
	n->n++;
	return n->children[at];
}

static bool is_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.at[i] >= 'a' && s.at[i] <= 'z') && s.at[i] != '_')
			return false;
	return s.n > 0;
}

/* A whole {name}, or text without braces. */
static bool is_segment(struct slice s)
{
	if (s.n && *s.at == '{')
		return s.n > 2 && s.at[s.n - 1] == '}' &&
		       is_name((struct slice){s.at + 1, s.n - 2});
	return !memchr(s.at, '{', s.n) && !memchr(s.at, '}', s.n);
}

/* Goes down the path, making the nodes that are missing; NULL if it is not well formed. */
static struct node *grow(struct node *n, const char *path)
{
	unsigned n_params = 0;
	while (*path == '/') {
		struct slice s = {path + 1, strcspn(path + 1, "/")};
		n_params += s.n && *s.at == '{';
		if (!is_segment(s) || n_params > PARAMS_MAX_OF_PATH || (!s.n && s.at[s.n]))
			return NULL;
		n = child_for(n, s);
		path += 1 + s.n;
	}
	return *path ? NULL : n;
}

static const char *fault_of(const struct route *r)
{
	enum method m = method_find(r->method, strlen(r->method));
	bool is_read = m == METHOD_GET;
	const struct {
		bool is_wrong;
		const char *what;
	} faults[] = {
		{m == METHOD__MAX || m == METHOD_HEAD || m == METHOD_OPTIONS,
		 "its method is unknown"},
		{*r->path != '/', "its path is not well formed"},
		{!r->may, "it says no permission"},
		{!r->scope, "it says no scope"},
		{!r->handle, "it has no handler"},
		{is_read && (r->in || (r->flags & ROUTE_UPLOAD)), "a GET takes no body"},
		{r->in && !r->in_size, "in_size is missing"},
		{(r->flags & ROUTE_LIST) && !r->out, "a list says nothing of its items"},
		{(r->flags & ROUTE_UPLOAD) && r->in, "an upload is a form, not an object"},
	};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].is_wrong)
			return faults[i].what;
	return NULL;
}

static err refuse(struct ctx *cx, const struct entry *e, const char *why)
{
	return fail_internal(cx, "route %s %s%s: %s", e->route->method, e->prefix, e->route->path,
			     why);
}

static err add_route(struct ctx *cx, struct router *r, unsigned index)
{
	const struct entry *e = &r->entries[index];
	const char *fault = fault_of(e->route);
	if (fault)
		return refuse(cx, e, fault);
	struct node *n = grow(r->root, mem_format(r, "%s%s", e->prefix,
						  e->route->path)); /* nodes point into it */
	if (!n)
		return refuse(cx, e, "its path is not well formed");
	enum method m = method_find(e->route->method, strlen(e->route->method));
	if (n->routes[m])
		return refuse(cx, e, "another route has the same method and path");
	n->routes[m] = index + 1;
	n->is_end = true;
	return OK;
}

/* HEAD comes with GET, OPTIONS with anything. */
static void list_methods(struct node *n)
{
	if (n->is_end) {
		struct buf b = buf_on(n);
		for (enum method m = 0; m < METHOD_OPTIONS; m++) {
			bool is_there = n->routes[m] || (m == METHOD_HEAD && n->routes[METHOD_GET]);
			if (is_there)
				buf_format(&b, "%s, ", method_names[m]);
		}
		buf_puts(&b, "OPTIONS");
		n->allow = buf_text(&b);
	}
	for (size_t i = 0; i < n->n; i++)
		list_methods(n->children[i]);
	if (n->any)
		list_methods(n->any);
}

static unsigned count_routes(const struct route_mount *mounts)
{
	unsigned n = 0;
	for (; mounts->prefix; mounts++)
		for (const struct route *r = mounts->routes; r->method; r++)
			n++;
	return n;
}

err router_new(struct ctx *cx, mem *parent, const struct route_mount *mounts, struct router **ret)
{
	struct router *r = mem_new(parent, struct router);
	r->root = mem_new(r, struct node);
	r->entries = mem_array(r, struct entry, count_routes(mounts));
	r->mounts = mounts;
	for (const struct route_mount *m = mounts; m->prefix; m++)
		for (const struct route *route = m->routes; route->method; route++) {
			r->entries[r->n] = (struct entry){route, m->prefix};
			err e = add_route(cx, r, r->n);
			if (e)
				return e;
			r->n++;
		}
	list_methods(r->root);
	*ret = r;
	return OK;
}

/* ─── matching ─── */

struct walk {
	struct slice params[PARAMS_MAX_OF_PATH];
	unsigned n;
};

/* The literal child is tried first; where that way ends, the parameter stands in for it. */
static const struct node *walk(const struct node *n, const char *p, struct walk *w)
{
	if (!*p)
		return n->is_end ? n : NULL;
	struct slice s = {p + 1, strcspn(p + 1, "/")};
	const char *rest = s.at + s.n;
	bool is_there;
	size_t at = position(n, s, &is_there);
	const struct node *found = is_there ? walk(n->children[at], rest, w) : NULL;
	if (found || !n->any || !s.n)
		return found;
	w->params[w->n++] = s;
	found = walk(n->any, rest, w);
	w->n -= !found;
	return found;
}

struct route_match router_match(const struct router *r, mem *m, const char *method,
				const char *path)
{
	struct walk w = {.n = 0};
	struct route_match match = {0};
	const struct node *n = *path == '/' ? walk(r->root, path, &w) : NULL;
	if (!n)
		return match;
	enum method asked = method_find(method, strlen(method));
	if (asked == METHOD_HEAD)
		asked = METHOD_GET;
	unsigned at = asked < METHOD__MAX ? n->routes[asked] : 0;
	match.allow = n->allow;
	match.is_other_method = !at;
	if (!at)
		return match;
	match.index = at - 1;
	match.route = r->entries[at - 1].route;
	match.prefix = r->entries[at - 1].prefix;
	for (unsigned i = 0; i < w.n; i++)
		match.params[i] = mem_strn(m, w.params[i].at, w.params[i].n);
	return match;
}

bool router_has_mount(const struct router *r, const char *path)
{
	for (const struct route_mount *m = r->mounts; m->prefix; m++) {
		size_t n = strlen(m->prefix);
		if (n && !strncmp(path, m->prefix, n) && (path[n] == '/' || !path[n]))
			return true;
	}
	return false;
}

unsigned router_count(const struct router *r)
{
	return r->n;
}

const struct route *router_at(const struct router *r, unsigned index, const char **ret_prefix)
{
	*ret_prefix = r->entries[index].prefix;
	return r->entries[index].route;
}
