#include "account/setting.h"

#include <stdlib.h>
#include <string.h>

#include "store/sql.h"

const struct setting settings_table[SETTING__MAX] = {
	[SETTING_IDLE_MINUTES] = {"session.idle_minutes", F_INT, "无操作自动退出（分钟）",
				  "Signed out after idle minutes", 5, 240, 30, NULL},
	[SETTING_SESSION_HOURS] = {"session.hours", F_INT, "登录最长有效（小时）",
				   "A session lasts at most, hours", 1, 72, 12, NULL},
	[SETTING_FRESH_MINUTES] = {"session.fresh_minutes", F_INT, "再次验证口令的有效时间（分钟）",
				   "Password given again holds, minutes", 1, 30, 5, NULL},
	[SETTING_LOCK_FAILURES] = {"sign_in.failures", F_INT, "连续失败几次后锁定账号",
				   "Failures before an account is locked", 3, 20, 5, NULL},
	[SETTING_LOCK_MINUTES] = {"sign_in.lock_minutes", F_INT, "锁定时间（分钟）",
				  "An account is locked for, minutes", 5, 1440, 15, NULL},
	[SETTING_INVITATION_DAYS] = {"invitation.days", F_INT, "一次性链接有效（天）",
				     "A one-time link lasts, days", 1, 30, 3, NULL},
	[SETTING_SYSTEM_NAME] = {"site.name", F_TEXT, "系统名称", "Name of the system", 1, 30, 0,
				 "邻里"},
	[SETTING_HOST_UNIT] = {"site.host_unit", F_TEXT, "主办单位", "Host unit", 0, 60, 0, ""},
	[SETTING_CONTACT] = {"site.contact", F_TEXT, "联系方式", "Contact", 0, 100, 0, ""},
	[SETTING_SITE_CODE] = {"site.code", F_TEXT, "网站标识码", "Website code", 0, 20, 0, ""},
	[SETTING_ICP] = {"site.icp", F_TEXT, "ICP 备案号", "ICP number", 0, 40, 0, ""},
	[SETTING_POLICE_RECORD] = {"site.police_record", F_TEXT, "公安备案号",
				   "Police record number", 0, 40, 0, ""},
	[SETTING_CONTRACT_DAYS] = {"due.contract_days", F_INT, "物业合同到期前几天提醒",
				   "Days ahead that a contract's end is announced", 1, 365, 60,
				   NULL},
	[SETTING_INSPECTION_DAYS] = {"due.inspection_days", F_INT, "设施检验到期前几天提醒",
				     "Days ahead that an inspection is announced", 1, 365, 30,
				     NULL},
};

const struct setting *setting_named(const char *key)
{
	for (int i = 0; i < SETTING__MAX; i++)
		if (!strcmp(settings_table[i].key, key))
			return &settings_table[i];
	return NULL;
}

/* ─── the snapshot ─── */

static struct settings *defaults(mem *parent)
{
	struct settings *s = mem_new(parent, struct settings);
	for (int i = 0; i < SETTING__MAX; i++) {
		s->number[i] = settings_table[i].number;
		s->text[i] = settings_table[i].text;
	}
	return s;
}

err settings_load(struct ctx *cx, mem *parent, const struct settings **ret)
{
	struct settings *s = defaults(parent);
	struct stmt *q = sql(cx, "SELECT key, value FROM setting ORDER BY key");
	while (sql_next(q)) {
		const struct setting *t = setting_named(col_peek(q, 0));
		if (!t)
			continue; /* of a later version of the program */
		if (t->type == F_INT)
			s->number[t - settings_table] = strtoll(col_peek(q, 1), NULL, 10);
		else
			s->text[t - settings_table] = mem_str(s, col_peek(q, 1));
	}
	*ret = s;
	return sql_end(q);
}

int64_t setting_int(const struct ctx *cx, enum setting_id id)
{
	return cx->settings ? cx->settings->number[id] : settings_table[id].number;
}

const char *setting_text(const struct ctx *cx, enum setting_id id)
{
	return cx->settings ? cx->settings->text[id] : settings_table[id].text;
}
