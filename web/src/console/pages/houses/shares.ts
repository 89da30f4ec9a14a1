// Shares of a house, exactly: numerators and denominators, never a fraction that was rounded.

export interface Share {
  num: bigint;
  den: bigint;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

const reduced = ({ num, den }: Share): Share => {
  const by = divisor(num, den);
  return by > 1n ? { num: num / by, den: den / by } : { num, den };
};

/** The sum in lowest terms; shares that are no shares count as none. */
export function sumOf(shares: readonly (readonly [number | undefined, number | undefined])[]): Share {
  let sum: Share = { num: 0n, den: 1n };
  for (const [num, den] of shares) {
    if (!num || !den) continue;
    sum = reduced({ num: sum.num * BigInt(den) + BigInt(num) * sum.den, den: sum.den * BigInt(den) });
  }
  return sum;
}

export const isWhole = ({ num, den }: Share): boolean => num === den;
export const isMore = ({ num, den }: Share): boolean => num > den;
export const formatShare = ({ num, den }: Share): string => (den === 1n ? String(num) : `${num}/${den}`);
