// Check digits, so that a slip of the finger is told before anything is sent. The server decides.

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_DIGITS = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

function weigh(values: number[], weights: number[]): number {
  return values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

/** 公民身份号码, GB 11643: the 18th character is ISO 7064 MOD 11-2 of the first 17. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  return ID_DIGITS[weigh([...text.slice(0, 17)].map(Number), ID_WEIGHTS) % 11] === text[17];
}

/** 统一社会信用代码, GB 32100: the 18th character is MOD 31 of the first 17. */
export function isCreditCode(text: string): boolean {
  const values = [...text].map((c) => CREDIT_ALPHABET.indexOf(c));
  if (values.length !== 18 || values.includes(-1)) return false;
  const weights = [1];
  while (weights.length < 17) weights.push((weights.at(-1)! * 3) % 31);
  return (31 - (weigh(values.slice(0, 17), weights) % 31)) % 31 === values[17];
}

/** A mobile number of the mainland, or a fixed line with its area code. */
export function isPhone(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text) || /^0\d{2,3}-?\d{7,8}$/.test(text);
}
