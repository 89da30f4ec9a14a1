#include "account/scope.h"

static const struct choice scope_values[] = {
	{"public", "公开", "Public"},
	{"self", "本人", "Own account"},
	{"installation", "全系统", "Installation"},
	{"reach", "管理范围", "Reach"},
	{"estate", "小区", "Estate"},
	{"region", "辖区", "Region"},
	{"organisation", "单位", "Organisation"},
	{"removed_estate", "已删除的小区", "Removed estate"},
	{"removed_organisation", "已删除的单位", "Removed organisation"},
	{"house", "本人房屋", "Own house"},
	{"owned_house", "本人产权房屋", "House owned"},
	{"import", "本人导入", "Own import"},
};
const struct choices scopes = CHOICES("scope", scope_values);
_Static_assert(sizeof scope_values / sizeof *scope_values == SCOPE__MAX - 1, "a name for each");
