/* Versions of packs in the database: every one is kept, under its hash, with the version of the pack
 * that it extends. */
#ifndef LINLI_POLICY_VERSION_H
#define LINLI_POLICY_VERSION_H

#include "policy/pack_read.h"

struct policy_version {
	const char *hash, *pack, *base_hash, *title, *title_en, *region_key, *since, *until;
	int64_t is_draft, loaded_at;
};

/* Its rows, also for a struct that holds a version as `row`. */
#define POLICY_VERSION_FIELDS(type, row)                                                          \
	{"hash", F_TEXT, 0, AT(type, row hash), L("版本标识", "Version")},                        \
		{"pack", F_TEXT, 0, AT(type, row pack), L("政策包", "Pack")},                     \
		{"base_hash", F_TEXT, 0, AT(type, row base_hash), L("所依据版本", "Extends")},    \
		{"title", F_TEXT, 0, AT(type, row title), L("名称", "Title")},                    \
		{"title_en", F_TEXT, 0, AT(type, row title_en),                                   \
		 L("英文名称", "Title in English")},                                              \
		{"region_key", F_TEXT, 0, AT(type, row region_key), L("适用辖区", "Region")},     \
		{"since", F_DATE, 0, AT(type, row since), L("施行日期", "In force from")},        \
		{"until", F_DATE, 0, AT(type, row until), L("失效日期", "Until")},                \
		{"is_draft", F_FLAG, 0, AT(type, row is_draft), L("征求意见稿", "Draft")},        \
	{                                                                                         \
		"loaded_at", F_INSTANT, 0, AT(type, row loaded_at), L("首次载入", "First loaded") \
	}

/* NOT_FOUND if there is none; `ret_files` may be NULL. */
err policy_version_load(struct ctx *cx, const char *hash, struct policy_version *ret,
			struct pack_files *ret_files);

/* The hashes that govern today, one for each pack, by name. */
err policy_versions_in_force(struct ctx *cx, const char *const **ret, size_t *ret_n);
/* The version of a pack that was loaded last; NULL: none. */
err policy_version_latest(struct ctx *cx, const char *pack, const char **ret_hash);

/* Keeps the version, if it is new, and that it was loaded, for cx->reason; numbers its measures. Its
 * base must be there. In a write. */
err policy_version_keep(struct ctx *cx, const struct pack *pack, const struct pack_files *files);

/* Reads a pack over those that are loaded: what it extends is found among them. On cx->mem. */
err pack_read_over_loaded(struct ctx *cx, const struct pack_files *files,
			  const struct pack **ret_pack, struct findings *ret);

#endif
