/* Names made of syllables. None is taken from a list of real estates or companies; that one or the
 * other may exist somewhere lies in the nature of pretty names. */
#include "app/demo_priv.h"

#include <string.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))

static const char *const surnames[] = {
	"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
	"林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
	"程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾",
	"丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜",
	"范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康",
	"毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙", "万", "段", "雷", "钱", "汤",
};

static const char *const given[] = {
	"立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种",
	"夏至", "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降",
	"立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "端月", "杏月", "桃月",
	"槐月", "榴月", "荷月", "兰月", "桂月", "菊月", "阳月", "葭月", "腊月",
};

static const char *const heads[] = {
	"翠", "云", "竹", "柳", "枫", "桂", "兰", "梅", "荷", "莲", "松", "桃", "杏", "棠",
	"桐", "榆", "槐", "清", "星", "晴", "霞", "虹", "雁", "鹭", "鹤", "锦", "瑞", "和",
	"景", "明", "丰", "澜", "橘", "青", "碧", "素", "晓", "望", "听", "揽",
};
static const char *const tails[] = {
	"栖", "影", "语", "溪", "岸", "屿", "汀", "庭", "荫", "泽", "畔", "湾", "堤",
	"桥", "亭", "台", "岭", "坡", "川", "源", "映", "韵", "涧", "渡", "舟", "帆",
};

const char *demo_person_name(mem *m, struct dice *d)
{
	int64_t surname = dice_below(d, COUNT(surnames)), other = dice_below(d, COUNT(surnames));
	if (other < surname) /* the first are the more frequent */
		surname = other;
	return mem_format(m, "%s%s", surnames[surname], given[dice_below(d, COUNT(given))]);
}

const char *demo_word(mem *m, int64_t n)
{
	return mem_format(m, "%s%s", heads[n % COUNT(heads)],
			  tails[(n / COUNT(heads) + n * 7) % COUNT(tails)]);
}

static const char *word(mem *m, struct dice *d)
{
	return demo_word(m, dice_below(d, COUNT(heads) * COUNT(tails)));
}

enum { ENDINGS = 10 };
static const char *const endings[ESTATE__MAX][ENDINGS] = {
	[ESTATE_COMMODITY] = {"苑", "里", "府", "花园", "雅苑", "华庭", "名邸", "公馆", "家园",
			      "城"},
	[ESTATE_OLD] = {"新村", "小区", "里", "南苑", "北里", "东弄", "西弄", "一区", "二区",
			"三区"},
	[ESTATE_RESETTLEMENT] = {"家园", "嘉苑", "佳苑", "新苑", "新居", "福苑", "康苑", "安苑",
				 "家苑", "人家"},
	[ESTATE_PUBLIC_RENTAL] = {"公寓", "青年公寓", "人才公寓", "公租房小区", "新寓", "驿园",
				  "寓园", "安居苑", "乐居苑", "租赁社区"},
	[ESTATE_AFFORDABLE] = {"人家", "雅居", "康居苑", "惠园", "惠苑", "安居小区", "和苑", "新城",
			       "福园", "嘉园"},
	[ESTATE_UNIT] = {"厂宿舍", "厂家属院", "院家属区", "所宿舍", "站家属院", "公司宿舍",
			 "局家属院", "校家属院", "社宿舍", "厂生活区"},
	[ESTATE_RURAL] = {"新居", "新社区", "农居点", "新庄", "新园", "田园", "新寓", "新家园",
			  "居园", "农家苑"},
	[ESTATE_SCATTERED] = {"路楼", "巷楼", "街楼", "弄楼", "里楼", "前楼", "后楼", "东楼",
			      "西楼", "坊楼"},
};

const char *demo_estate_name(mem *m, struct dice *d, enum estate_kind kind)
{
	const char *ending = endings[kind][dice_below(d, ENDINGS)];
	if (kind == ESTATE_SCATTERED)
		return mem_format(m, "%s%.3s%lld号楼", word(m, d), ending,
				  (long long)dice_between(d, 1, 98));
	return mem_format(m, "%s%s", word(m, d), ending);
}

const char *demo_road(mem *m, struct dice *d)
{
	static const char *const ways[] = {"路", "路", "路", "街", "巷"};
	return mem_format(m, "%s%s%lld号", word(m, d), ways[dice_below(d, COUNT(ways))],
			  (long long)dice_between(d, 1, 388));
}
