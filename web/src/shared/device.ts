// What a browser calls itself, in two words.

const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'],
  [/Edg\w*\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrom\w+\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/UOS|Kylin|Linux/, 'Linux'],
];

/** "Chrome 120 · Windows"; what it says itself where that is neither. */
export function deviceOf(agent: string | undefined): string {
  if (!agent) return '—';
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent));
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent));
  if (!browser) return agent;
  return [`${browser[1]} ${browser[0].exec(agent)![1]}`, system?.[1]].filter(Boolean).join(' · ');
}
