import { describe, expect, it } from 'vitest';
import { afterTry, linkKey, nextTry, type LinkCheck } from '../../src/domain/link-check.js';

const url = 'https://a.example/x';
const day = (n: number): string => `2026-06-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const told = (reachable: boolean, status: number | null) => ({ kind: 'told', reachable, status }) as const;

describe('what is known of an address', () => {
  it('has one spelling', () => {
    expect(linkKey('HTTPS://A.example:443/x#part')).toBe(url);
    expect(['mailto:a@a.example', 'ftp://a.example/x', 'no address', `https://a.example/${'x'.repeat(3000)}`].map(linkKey)).toEqual([null, null, null, null]);
  });

  it('remembers since when it has been so', () => {
    const first = afterTry(url, undefined, told(true, 200), day(1));
    expect(first).toEqual({ url, reachable: true, status: 200, checkedAt: day(1), since: day(1), triedAt: day(1), trouble: null });
    const second = afterTry(url, first, told(true, 206), day(2));
    expect(second).toMatchObject({ since: day(1), checkedAt: day(2), status: 206 });
    const third = afterTry(url, second, told(false, 404), day(3));
    expect(third).toMatchObject({ since: day(3), reachable: false });
    expect(afterTry(url, third, told(false, null), day(4))).toMatchObject({ since: day(3), status: null, checkedAt: day(4) });
  });

  it('keeps what was known when a try tells nothing', () => {
    const before = afterTry(url, undefined, told(true, 200), day(1));
    const after = afterTry(url, before, { kind: 'untold', trouble: 'busy' }, day(5));
    expect(after).toEqual({ ...before, triedAt: day(5), trouble: 'busy' });
    expect(afterTry(url, undefined, { kind: 'untold', trouble: 'timeout' }, day(5))).toMatchObject({ reachable: null, checkedAt: null, triedAt: day(5) });
  });

  it.each([
    [null, 21],
    ['busy', 1],
    ['timeout', 1],
    ['refused', 21],
    ['robots', 21],
  ] as const)('is asked again: %s after %i days', (trouble, days) => {
    const check: LinkCheck = { url, reachable: null, status: null, checkedAt: null, since: null, triedAt: day(1), trouble };
    expect(nextTry(check, 21) - Date.parse(day(1))).toBe(days * 86_400_000);
  });
});
