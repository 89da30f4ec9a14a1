#include "expr_test.h"

#include <stdio.h>

static const char *said(mem *m, const char *source, enum lang lang)
{
	return expr_explain(m, compiles(m, source, NULL), test_values(m), lang);
}

static const struct {
	const char *source, *zh, *en;
} cases[] = {
	{"estate.specialists >= 2", "物业专干 1，至少需要 2", "Specialists 1, at least 2 needed"},
	{"estate.specialists >= params.staff_least", "物业专干 1，至少需要 2（最低人数）",
	 "Specialists 1, at least 2 (Least staff) needed"},
	{"2 <= estate.specialists", "物业专干 1，至少需要 2", "Specialists 1, at least 2 needed"},
	{"!(estate.specialists < 2)", "物业专干 1，至少需要 2", "Specialists 1, at least 2 needed"},
	{"estate.specialists > 1", "物业专干 1，需要大于 1", "Specialists 1, more than 1 needed"},
	{"estate.house_count <= 1000", "户数 1200 户，最多 1000 户",
	 "Houses 1200 户, at most 1000 户 allowed"},
	{"estate.house_count == 3", "户数 1200 户，需要等于 3 户", "Houses 1200 户, must be 3 户"},
	{"estate.house_count != 1200", "户数 1200 户，不能等于 1200 户",
	 "Houses 1200 户, must not be 1200 户"},
	{"estate.house_count < 1200", "户数 1200 户，需要小于 1200 户",
	 "Houses 1200 户, less than 1200 户 needed"},
	{"estate.fee_low_e4 >= params.fee_least_e4",
	 "物业费 2.30 元/㎡·月，至少需要 2.38 元/㎡·月（最低物业费）",
	 "Fee 2.30 元/㎡·月, at least 2.38 元/㎡·月 (Least fee) needed"},
	{"estate.fee_low_e4 >= 23850", "物业费 2.30 元/㎡·月，至少需要 2.385 元/㎡·月",
	 "Fee 2.30 元/㎡·月, at least 2.385 元/㎡·月 needed"},
	{"estate.fee_low_e4 * 2 >= 50000", "物业费 * 2 4.60 元/㎡·月，至少需要 5.00 元/㎡·月",
	 "Fee * 2 4.60 元/㎡·月, at least 5.00 元/㎡·月 needed"},
	{"estate.has_assembly", "业主大会：否", "Owners' assembly: no"},
	{"!t", "真：是", "T: yes"},
	{"estate.has_assembly == true", "业主大会：否", "Owners' assembly: no"},
	{"t == f", "真 是，需要等于 否（假）", "T yes, must be no (F)"},
	{"estate.service_mode == \"commission\"", "服务模式 包干制，需要等于 酬金制",
	 "Service mode Lump sum, must be Commission"},
	{"estate.service_mode != \"lump\"", "服务模式 包干制，不能等于 包干制",
	 "Service mode Lump sum, must not be Lump sum"},
	{"estate.service_mode in [\"commission\"]", "服务模式 包干制，需要是其中之一：酬金制",
	 "Service mode Lump sum, one of these needed: Commission"},
	{"!(estate.service_mode in [\"lump\", \"commission\"])",
	 "服务模式 包干制，不能是其中之一：包干制、酬金制",
	 "Service mode Lump sum, none of these allowed: Lump sum, Commission"},
	{"at_least(estate.registered, 100, 60, 100)", "已登记 30 / 100，至少需要 60%",
	 "Registered 30 / 100, at least 60% needed"},
	{"at_least(estate.registered, estate.house_count, 2, 3)",
	 "已登记 30 户 / 1200 户，至少需要 2/3", "Registered 30 户 / 1200 户, at least 2/3 needed"},
	{"!at_least(estate.registered, estate.registered, 1, 2)", "已登记 30 / 30，需要小于 50%",
	 "Registered 30 / 30, less than 50% needed"},
	{"at_least(estate.registered, 0, 60, 100)", "总数为 0，无从计算比例",
	 "The whole is 0, so there is no share"},
	{"has(u.number)", "未登记某数", "Some number is not registered"},
	{"!has(estate.name)", "已登记名称", "Name is registered"},
	{"has(limits.none)", "未登记limits.none", "limits.none is not registered"},
	{"u.number > 3", "某数没有记录", "Some number is not recorded"},
	{"u.number > 3 && u.number < 5 && estate.specialists >= 2",
	 "某数没有记录；物业专干 1，至少需要 2",
	 "Some number is not recorded; Specialists 1, at least 2 needed"},
	{"estate.has_assembly || estate.specialists >= 2 && estate.house_count < 1000 || u.flag",
	 "业主大会：否，或 （物业专干 1，至少需要 2；户数 1200 户，需要小于 1000 户），或 "
	 "某项没有记录",
	 "Owners' assembly: no, or (Specialists 1, at least 2 needed; Houses 1200 户, less than "
	 "1000 户 needed), or Some flag is not recorded"},
	{"!(t && estate.specialists == 1)", "真：是，或 物业专干 1，不能等于 1",
	 "T: yes, or Specialists 1, must not be 1"},
	{"!(t || estate.specialists == 1)", "真：是；物业专干 1，不能等于 1",
	 "T: yes; Specialists 1, must not be 1"},
	{"today >= date(\"2027-01-01\")", "今天 2026-11-30，不能早于 2027-01-01",
	 "Today 2026-11-30, 2027-01-01 or later needed"},
	{"estate.contract_until <= today", "合同到期 2026-12-31，不能晚于 2026-11-30（今天）",
	 "Contract's end 2026-12-31, 2026-11-30 (Today) or earlier needed"},
	{"date_add_months(estate.contract_until, -3) > today",
	 "合同到期之前 3 个月 2026-09-30，需要晚于 2026-11-30（今天）",
	 "3 months before Contract's end 2026-09-30, later than 2026-11-30 (Today) needed"},
	{"date_add_days(estate.contract_until, 30) < today",
	 "合同到期之后 30 天 2027-01-30，需要早于 2026-11-30（今天）",
	 "30 days after Contract's end 2027-01-30, earlier than 2026-11-30 (Today) needed"},
	{"estate.contract_until - today >= duration(\"2160h\")",
	 "合同到期 - 今天 31 天，至少需要 90 天",
	 "Contract's end - Today 31 days, at least 90 days needed"},
	{"duration(\"90m\") > duration(\"36h1.5s\")", "1h30m，需要大于 36h1.5s",
	 "1h30m, more than 36h1.5s needed"},
	{"days_between(today, estate.contract_until) >= 90", "今天至合同到期的天数 31，至少需要 90",
	 "Days from Today to Contract's end 31, at least 90 needed"},
	{"size(estate.tags) > 3", "标签的项数 2，需要大于 3",
	 "Number of Tags 2, more than 3 needed"},
	{"size(estate.name) > 10", "名称的字数 4，需要大于 10",
	 "Length of Name 4, more than 10 needed"},
	{"estate.name.contains(\"小区\")", "名称 “万家花园”，需要包含 “小区”",
	 "Name \"万家花园\", \"小区\" needed in it"},
	{"estate.name.startsWith(\"万\")  == false", "名称 “万家花园”，不能以 “万” 开头",
	 "Name \"万家花园\", \"万\" not allowed at its beginning"},
	{"!estate.name.endsWith(\"花园\")", "名称 “万家花园”，不能以 “花园” 结尾",
	 "Name \"万家花园\", \"花园\" not allowed at its end"},
	{"estate.floors.all(x, x >= 10)", "层数：6 层，至少需要 10 层",
	 "Floors: 6 层, at least 10 层 needed"},
	{"estate.floors.exists(x, x > 20)",
	 "层数：6 层，需要大于 20 层，或 11 层，需要大于 20 层，或 18 层，需要大于 20 层",
	 "Floors: 6 层, more than 20 层 needed, or 11 层, more than 20 层 needed, or 18 层, more "
	 "than 20 层 needed"},
	{"[1,2,3,4,5].exists(x, x > 20)", "列表没有一项符合条件",
	 "No item of the list meets the condition"},
	{"estate.floors.exists_one(x, x > 10)", "层数有 2 项符合条件，需要恰好 1 项",
	 "2 items of Floors meet the condition, exactly 1 needed"},
	{"!estate.floors.all(x, x > 1)",
	 "层数：6 层，最多 1 层，或 11 层，最多 1 层，或 18 层，最多 1 层",
	 "Floors: 6 层, at most 1 层 allowed, or 11 层, at most 1 层 allowed, or 18 层, at most 1 "
	 "层 allowed"},
	{"!estate.tags.exists(x, x == \"old\")", "标签：“old”，不能等于 “old”",
	 "Tags: \"old\", must not be \"old\""},
	{"estate.tags.exists(x, x.startsWith(\"n\"))",
	 "标签：“old”，需要以 “n” 开头，或 “lift”，需要以 “n” 开头",
	 "Tags: \"old\", \"n\" needed at its beginning, or \"lift\", \"n\" needed at its "
	 "beginning"},
	{"gaps.all(x, x < 3)", "各项：有一项没有记录；3，需要小于 3",
	 "Items: An item is not recorded; 3, less than 3 needed"},
	{"gaps.all(x, x < 9)", "有一项没有记录", "An item is not recorded"},
	{"gaps[1] == 3", "缺少记录：gaps[1] == 3", "Records are missing: gaps[1] == 3"},
	{"1 / 0 == 1", "除数是 0", "Divided by zero"},
	{"1 / 0 == 1 && estate.specialists > 3", "除数是 0；物业专干 1，需要大于 3",
	 "Divided by zero; Specialists 1, more than 3 needed"},
	{"estate.house_count > 2000 ? t : estate.specialists > 3", "物业专干 1，需要大于 3",
	 "Specialists 1, more than 3 needed"},
	{"u.flag ? t : f", "某项没有记录", "Some flag is not recorded"},
	{"u.flag ? 1 : 2", "某项没有记录", "Some flag is not recorded"},
	{"estate.house_count + estate.specialists * 2 - (estate.specialists - 1) > 5000",
	 "户数 + 物业专干 * 2 - (物业专干 - 1) 1202 户，需要大于 5000 户",
	 "Houses + Specialists * 2 - (Specialists - 1) 1202 户, more than 5000 户 needed"},
	{"limits.staff > 5", "limits.staff 2，需要大于 5", "limits.staff 2, more than 5 needed"},
	{"grid[0][0] > 5", "grid[0][0] 1，需要大于 5", "grid[0][0] 1, more than 5 needed"},
	{"estate.name == \"x\"", "名称 “万家花园”，需要等于 “x”",
	 "Name \"万家花园\", must be \"x\""},
	{"false", "不成立：false", "Not so: false"},
	{"[f].all(x, x)", "[f]：否", "[f]: no"},
	{"estate.floors == [1]", "层数 6 层、11 层、18 层，需要等于 1 层",
	 "Floors 6 层, 11 层, 18 层, must be 1 层"},
	{"estate.service_mode == estate.name", "服务模式 包干制，需要等于 “万家花园”（名称）",
	 "Service mode Lump sum, must be \"万家花园\" (Name)"},
	{"u.list.all(x, at_least(1, x, 1, 2))", "某表没有记录", "Some list is not recorded"},
	{"[0].all(x, at_least(1, x, 1, 2))", "总数为 0，无从计算比例",
	 "The whole is 0, so there is no share"},
	{"u.number > 3 || estate.specialists > 3", "某数没有记录，或 物业专干 1，需要大于 3",
	 "Some number is not recorded, or Specialists 1, more than 3 needed"},
	{"!(u.number > 3)", "某数没有记录", "Some number is not recorded"},
	{"!(u.flag || f)", "某项没有记录", "Some flag is not recorded"},
	{"!(1 / 0 == 1 || f)", "除数是 0", "Divided by zero"},
	{"estate.tags[7] == \"a\" || f", "没有第 7 项（从 0 数起，共 2 项），或 假：否",
	 "There is no member 7, counted from 0, of 2, or F: no"},
	{"has(u.number) && u.number > 3", "未登记某数", "Some number is not registered"},
	{"has(limits.none) || has(u.date)", "未登记limits.none，或 未登记某日",
	 "limits.none is not registered, or Some day is not registered"},
	{"u.list.exists(x, x > 2)", "某表没有记录", "Some list is not recorded"},
	{"u.list.map(x, x) == []", "某表没有记录", "Some list is not recorded"},
	{"[u.number, 1].all(x, x > 1)", "某数没有记录", "Some number is not recorded"},
	{"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10] == [1]", "1、2、3、4、5、6、7、8 等 10 项，需要等于 1",
	 "1, 2, 3, 4, 5, 6, 7, 8 and others, 10 in all, must be 1"},
	{"[] == [1]", "（空），需要等于 1", "(nothing), must be 1"},
	{"estate.name + \"12345678901234567890123456789012345678901234567890\" == \"x\"",
	 "名称 + “1234567890123456789012345678901234567890…” "
	 "“万家花园123456789012345678901234567890123456…”，需要等于 “x”",
	 "Name + \"1234567890123456789012345678901234567890…\" "
	 "\"万家花园123456789012345678901234567890123456…\", must be \"x\""},
	{"date_add_days(today, estate.specialists) == today",
	 "今天之后 物业专干 天 2026-12-01，需要等于 2026-11-30（今天）",
	 "Specialists days after Today 2026-12-01, must be 2026-11-30 (Today)"},
	{"date_add_months(today, 1) == today",
	 "今天之后 1 个月 2026-12-30，需要等于 2026-11-30（今天）",
	 "1 months after Today 2026-12-30, must be 2026-11-30 (Today)"},
	{"date_add_days(date(\"2026-01-01\"), estate.specialists) != date(\"2026-01-02\")",
	 "2026-01-01之后 物业专干 天 2026-01-02，不能等于 2026-01-02",
	 "Specialists days after 2026-01-01 2026-01-02, must not be 2026-01-02"},
	{"-estate.specialists >= 0", "-物业专干 -1，至少需要 0",
	 "-Specialists -1, at least 0 needed"},
	{"estate.house_count / 100 >= 20", "户数 / 100 12 户，至少需要 20 户",
	 "Houses / 100 12 户, at least 20 户 needed"},
	{"estate.fee_low_e4 * estate.house_count > 900000000",
	 "物业费 * 户数 27600000，需要大于 900000000",
	 "Fee * Houses 27600000, more than 900000000 needed"},
	{"estate.fee_low_e4 / params.fee_least_e4 > 1", "物业费 / 最低物业费 0，需要大于 1",
	 "Fee / Least fee 0, more than 1 needed"},
	{"(t ? estate.house_count : estate.specialists) > 2000",
	 "t ? estate.house_count : estate.specialists 1200 户，需要大于 2000 户",
	 "t ? estate.house_count : estate.specialists 1200 户, more than 2000 户 needed"},
	{"estate.floors[0] > 10", "estate.floors[0] 6 层，需要大于 10 层",
	 "estate.floors[0] 6 层, more than 10 层 needed"},
	{"estate.floors.filter(x, x > 7)[0] > 20",
	 "estate.floors.filter(x, x > 7)[0] 11 层，需要大于 20 层",
	 "estate.floors.filter(x, x > 7)[0] 11 层, more than 20 层 needed"},
	{"estate.floors.map(x, x * 2)[0] > 20", "estate.floors.map(x, x * 2)[0] 12，需要大于 20",
	 "estate.floors.map(x, x * 2)[0] 12, more than 20 needed"},
	{"today.getFullYear() > 2030", "今天 2026，需要大于 2030",
	 "Today 2026, more than 2030 needed"},
	{"estate.name.lowerAscii() == \"b\"", "名称 “万家花园”，需要等于 “b”",
	 "Name \"万家花园\", must be \"b\""},
	{"int(estate.name + \"1\") > 2", "“万家花园1”不是整数", "\"万家花园1\" is not an int"},
	{"size(estate.floors.filter(x, x > 7)) > 2", "层数的项数 2，需要大于 2",
	 "Number of Floors 2, more than 2 needed"},
	{"size([1, 2]) > 2", "2，需要大于 2", "2, more than 2 needed"},
	{"duration(\"24h\") > duration(\"-24h\") ? duration(\"-48h\") >= duration(\"24h\") : t",
	 "-2 天，至少需要 1 天", "-2 days, at least 1 day needed"},
	{"duration(\"0\") != duration(\"0s\")", "0 天，不能等于 0 天",
	 "0 days, must not be 0 days"},
	{"duration(\"1ms\") == duration(\"500ms\")", "0.001s，需要等于 0.5s",
	 "0.001s, must be 0.5s"},
	{"[1].all(x, [2].all(y, x > y))", "1，需要大于 2", "1, more than 2 needed"},
	{"{\"a\": 1, \"b\": 2}.all(k, k == \"a\")", "“b”，需要等于 “a”", "\"b\", must be \"a\""},
	{"{\"a\": 1} == {\"b\": 1}", "“a”，需要等于 “b”", "\"a\", must be \"b\""},
	{"{\"a\": t}.a == f", "{\"a\": t}.a 是，需要等于 否（假）",
	 "{\"a\": t}.a yes, must be no (F)"},
	{"estate.floors.all(x, x > 100) && estate.has_assembly",
	 "层数：6 层，需要大于 100 层；11 层，需要大于 100 层；18 层，需要大于 100 "
	 "层；业主大会：否",
	 "Floors: 6 层, more than 100 层 needed; 11 层, more than 100 层 needed; 18 层, more than "
	 "100 层 needed; Owners' assembly: no"},
	{"!estate.floors.exists(x, x == 6 || x == 11)",
	 "层数：6 层，不能等于 6 层；11 层，不能等于 11 层",
	 "Floors: 6 层, must not be 6 层; 11 层, must not be 11 层"},
	{"!estate.floors.exists_one(x, x == 6)", "层数恰有一项符合条件",
	 "Exactly one item of Floors meets the condition"},
	{"!([1, 2, 3, 4].all(x, x > 0))", "列表每一项都符合条件",
	 "Every item of the list meets the condition"},
	{"[1, 2, 3, 4].all(x, x > 10)", "1，需要大于 10；2，需要大于 10；3，需要大于 10",
	 "1, more than 10 needed; 2, more than 10 needed; 3, more than 10 needed"},
	{"[].exists(x, x == 1)", "列表没有一项符合条件", "No item of the list meets the condition"},
	{"!t || !t", "真：是", "T: yes"},
	{"\"a\" in limits", "“a”，需要是其中之一：“fee”、“staff”、“none”（限额）",
	 "\"a\", one of these needed: \"fee\", \"staff\", \"none\" (Limits)"},
	{"3 in estate.floors", "3 层，需要是其中之一：6 层、11 层、18 层（层数）",
	 "3 层, one of these needed: 6 层, 11 层, 18 层 (Floors)"},
	{"\"lump\" in [estate.service_mode] == false",
	 "“lump”，不能是其中之一：“lump”（[estate.service_mode]）",
	 "\"lump\", none of these allowed: \"lump\" ([estate.service_mode])"},
	{"\"old\" == \"new\"", "“old”，需要等于 “new”", "\"old\", must be \"new\""},
	{"t == true ? f == true : t", "假：否", "F: no"},
	{"at_least(estate.registered, estate.house_count, params.staff_least, 3)",
	 "已登记 30 户 / 1200 户，至少需要 2/3", "Registered 30 户 / 1200 户, at least 2/3 needed"},
	{"at_least(9223372036854775807, 9223372036854775807, 9223372036854775807, "
	 "9223372036854775806)",
	 "9223372036854775807 / 9223372036854775807，至少需要 "
	 "9223372036854775807/9223372036854775806",
	 "9223372036854775807 / 9223372036854775807, at least "
	 "9223372036854775807/9223372036854775806 needed"},
	{"u.date + duration(\"24h\") > today", "某日没有记录", "Some day is not recorded"},
	{"u.number", "某数没有记录", "Some number is not recorded"},
	{"1 / 0", "除数是 0", "Divided by zero"},
	{"has({\"a\": u.number}.a)", "某数没有记录", "Some number is not recorded"},
	{"t ? u.flag : f", "某项没有记录", "Some flag is not recorded"},
	{"(u.flag ? t : f) && f", "某项没有记录；假：否", "Some flag is not recorded; F: no"},
	{"[0, 1].all(x, u.list.exists(y, y == x))", "某表没有记录", "Some list is not recorded"},
	{"[0, 1].all(x, gaps.exists(y, y == x))", "有一项没有记录", "An item is not recorded"},
	{"gaps.map(x, x > 1, x + 1)[0] == 2", "有一项没有记录", "An item is not recorded"},
	{"u.flag && u.flag && !u.flag", "某项没有记录", "Some flag is not recorded"},
	{"u.text.contains(\"a\")", "某文没有记录", "Some text is not recorded"},
	{"\"a\".contains(estate.name)", "“a”，需要包含 “万家花园”（名称）",
	 "\"a\", \"万家花园\" (Name) needed in it"},
	{"{\"a\": [1]}[\"a\"].all(x, x > 1)", "1，需要大于 1", "1, more than 1 needed"},
	{"date(string(today) + \"x\") > today", "“2026-11-30x”不是日期，写法如 2020-07-24",
	 "\"2026-11-30x\" is not a date such as 2020-07-24"},
	{"duration(\"30s\") > duration(\"1h30s\")", "30s，需要大于 1h30s",
	 "30s, more than 1h30s needed"},
	{"gaps == [1, 2]", "各项 1、没有记录、3，需要等于 1、2",
	 "Items 1, not recorded, 3, must be 1, 2"},
	{"estate.name.endsWith(\"x\")", "名称 “万家花园”，需要以 “x” 结尾",
	 "Name \"万家花园\", \"x\" needed at its end"},
	{"!estate.name.contains(\"万\")", "名称 “万家花园”，不能包含 “万”",
	 "Name \"万家花园\", \"万\" not allowed in it"},
	{"t < true", "真 是，需要小于 是", "T yes, less than yes needed"},
	{"{\"b\": 1}.exists(k, k == \"a\")", "“b”，需要等于 “a”", "\"b\", must be \"a\""},
	{"{\"a\": 1}.exists_one(k, k == \"b\")", "列表有 0 项符合条件，需要恰好 1 项",
	 "0 items of the list meet the condition, exactly 1 needed"},
	{"(t ? u.number : 1) > 2", "某数没有记录", "Some number is not recorded"},
	{"(1 / 0 == 1 ? t : f) || f", "除数是 0，或 假：否", "Divided by zero, or F: no"},
	{"gaps.filter(k, t).all(k, at_least(1, k, 1, 2))",
	 "各项：有一项没有记录；1 / 3，至少需要 50%",
	 "Items: An item is not recorded; 1 / 3, at least 50% needed"},
	{"at_least(1, u.number, 1, 2)", "某数没有记录", "Some number is not recorded"},
	{"at_least(u.number, 5, 1, 2)", "某数没有记录", "Some number is not recorded"},
	{"at_least(1, estate.house_count - 1200, 1, 2)", "户数 - 1200为 0，无从计算比例",
	 "Houses - 1200 is 0, so there is no share"},
	{"has(estate.name) == u.flag", "某项没有记录", "Some flag is not recorded"},
	{"size(estate.floors.map(x, x)) > 5", "estate.floors.map(x, x)的项数 3，需要大于 5",
	 "Number of estate.floors.map(x, x) 3, more than 5 needed"},
	{"string(estate.house_count) == \"1\"", "户数 “1200”，需要等于 “1”",
	 "Houses \"1200\", must be \"1\""},
	{"has(u.number) && (u.number > 3 && u.number < 5) && !(u.number == 7)", "未登记某数",
	 "Some number is not registered"},
	{"has(u.number) && estate.specialists > u.number && has(u.date)", "未登记某数；未登记某日",
	 "Some number is not registered; Some day is not registered"},
	{"has(u.number) || u.number > 3", "未登记某数", "Some number is not registered"},
	{"has(u.list) && u.list.all(x, x > 1)", "未登记某表", "Some list is not registered"},
};

TEST(what_is_not_so_is_told_in_both_languages)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		mem *m = test_ctx()->mem;
		assert_string_equal(said(m, cases[i].source, LANG_ZH), cases[i].zh);
		assert_string_equal(said(m, cases[i].source, LANG_EN), cases[i].en);
	}
}

TEST(nothing_is_told_of_what_is_true_or_no_condition)
{
	static const char *const sources[] = {
		"t",    "t || f", "estate.house_count > 3", "1",         "estate.name",     "[1]",
		"true", "!f",     "[].all(x, x > 1)",       "f ? f : t", "has(estate.name)"};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		assert_string_equal(said(test_ctx()->mem, sources[i], LANG_ZH), "");
}

TEST(a_variable_without_a_label_is_told_by_its_name)
{
	mem *m = test_ctx()->mem;
	assert_string_equal(said(m, "grid == [[1]]", LANG_ZH), "grid 1、2、3，需要等于 1");
}

TEST(what_stands_in_the_source_is_told_on_one_line)
{
	mem *m = test_ctx()->mem;
	assert_string_equal(said(m, "limits\r\n\t.staff > 5", LANG_ZH),
			    "limits   .staff 2，需要大于 5");
}

TEST(an_explanation_ends_too)
{
	mem *m = test_ctx()->mem;
	struct expr_value *values = test_values(m);
	struct expr_value *members = mem_array(m, struct expr_value, 20000);
	for (size_t i = 0; i < 20000; i++)
		members[i] = (struct expr_value){.kind = EXPR_INT, .i = (int64_t)i};
	values[U_LIST] = (struct expr_value){.kind = EXPR_LIST, .list = {members, NULL, 20000}};
	static const char *const sources[] = {
		"u.list.all(x, x >= 0 && u.list.exists(y, y > x))",
		"!(t && (t && (t && (t && (t && (t && (t && !u.list.exists(x, x < 0))))))))",
		"!!!!!!!!!!!!!!!!!!!!!!!!!!!!u.list.exists(x, x < 0)",
		"u.list.exists_one(x, x >= 0)",
		"u.list.all(x, x > 19998 || u.flag)",
		"u.list.map(x, x > 5, u.number)[0] == 1",
		"u.list.all(x, u.list.all(y, u.flag))",
		"!u.list.all(x, x >= 0)",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		const struct expr *e = compiles(m, sources[i], NULL);
		assert_true(*expr_explain(m, e, values, LANG_ZH));
		assert_true(*expr_explain(m, e, values, LANG_EN));
	}
}

TEST(a_day_beyond_the_calendar_is_not_shown)
{
	mem *m = test_ctx()->mem;
	struct expr_value *values = test_values(m);
	values[U_DATE] = (struct expr_value){.kind = EXPR_DATE, .i = INT64_MIN};
	const struct expr *e = compiles(m, "u.date > today", NULL);
	assert_string_equal(expr_explain(m, e, values, LANG_ZH),
			    "某日 ?，需要晚于 2026-11-30（今天）");
}
