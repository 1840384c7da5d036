import { describe, expect, it } from 'vitest';
import { authorisation, DigestAuthorisation } from '../../src/triples/http-authorisation.js';

const request = { method: 'GET', uri: '/dir/index.html' };

describe('digest authentication', () => {
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
  const challenge = (algorithm: string): string =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
  const mufasa = (password = 'Circle of Life'): DigestAuthorisation =>
    new DigestAuthorisation(
      () => ['Mufasa', password],
      () => 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    );

  // RFC 7616, section 3.9.1.
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('gives the response of the example with %s', (algorithm, response) => {
    const digest = mufasa();
    expect(digest.header(request)).toBeNull();
    expect(digest.challenged(challenge(algorithm))).toBe(true);
    expect(digest.header(request)).toContain(`response="${response}"`);
    const other = mufasa('circle of life');
    other.challenged(challenge(algorithm));
    expect(other.header(request)).not.toContain(response);
  });

  it('takes the first challenge that it knows, as the server orders them', () => {
    const digest = mufasa();
    digest.challenged(`Basic realm="x", ${challenge('NEW-9')}, ${challenge('SHA-256')}, ${challenge('MD5')}`);
    expect(digest.header(request)).toContain('algorithm=SHA-256');
    expect(mufasa().challenged('Basic realm="x", Bearer')).toBe(false);
  });

  it('counts the uses of a nonce, and begins again with the next', () => {
    const digest = mufasa();
    digest.challenged(challenge('MD5'));
    expect([1, 2, 3].map(() => /nc=(\w+)/.exec(digest.header(request) ?? '')?.[1])).toEqual(['00000001', '00000002', '00000003']);
    expect(digest.challenged(challenge('MD5').replace(nonce, 'next'))).toBe(true);
    expect(digest.header(request)).toMatch(/nonce="next".*nc=00000001/);
  });

  it('gives up when a new nonce was refused, unless it was stale', () => {
    const digest = mufasa();
    digest.challenged(challenge('MD5'));
    digest.header(request);
    expect(digest.challenged(`${challenge('MD5')}, stale=TRUE`)).toBe(true);
    digest.header(request);
    expect(digest.challenged(challenge('MD5'))).toBe(false);
  });

  it('speaks to servers of RFC 2069, which know no qop', () => {
    const digest = new DigestAuthorisation(() => ['Mufasa', 'CircleOfLife']);
    digest.challenged('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"');
    expect(digest.header(request)).toContain('response="1949323746fe6a43ef61f9606e7febea"');
    expect(digest.header(request)).not.toMatch(/qop|nc=|cnonce/);
  });
});

describe('the other ways to show who we are', () => {
  it('send the same with every request, and read the secret anew', () => {
    let secret = 'user:pass:word';
    const basic = authorisation('basic', () => secret);
    expect(basic.header(request)).toBe(`Basic ${Buffer.from(secret).toString('base64')}`);
    secret = 'user:other';
    expect(basic.header(request)).toBe(`Basic ${Buffer.from(secret).toString('base64')}`);
    expect(basic.challenged('Basic realm="x"')).toBe(false);
    expect(authorisation('bearer', () => 'token').header(request)).toBe('Bearer token');
    expect(authorisation(null, () => 'token').header(request)).toBeNull();
    expect(() => authorisation('basic', () => 'nobody').header(request)).toThrow('user:password');
  });
});
