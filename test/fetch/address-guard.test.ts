import { describe, expect, it } from 'vitest';
import { mayConnect, refusedUrl, type AddressPolicy } from '../../src/fetch/address-guard.js';

const none: AddressPolicy = { allow: [], allowLoopback: false, port: null };
const onPremise: AddressPolicy = { allow: ['10.20.0.0/16', '169.254.0.0/16', '0.0.0.0/0', '::/0', '127.0.0.0/8'], allowLoopback: false, port: null };
const demo: AddressPolicy = { allow: [], allowLoopback: true, port: null };

const refused = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '2001:10::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::10.0.0.1',
  '64:ff9b:1:7f00:0:100::',
  '64:ff9b:1:7f00:0:100:808:808',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '::127.0.0.1',
  'not an address',
  '',
];
const open = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.169.0.1',
  '223.255.255.255',
  '2a00:1450::1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::1',
];

describe('addresses (SSRF-3)', () => {
  it.each(refused)('refuses %s', (address) => {
    expect(mayConnect(address, none)).toBe(false);
  });

  it.each(open)('lets %s pass', (address) => {
    expect(mayConnect(address, none)).toBe(true);
  });

  it.each(['10.20.3.4', '192.168.1.1', '::ffff:10.20.3.4', 'fd12::1'])('lets %s pass for a station that is allowed to be there (SSRF-6)', (address) => {
    expect(mayConnect(address, onPremise)).toBe(true);
    expect(mayConnect('10.20.3.4', { ...none, allow: ['10.20.3.4'] })).toBe(true);
    expect(mayConnect('10.21.3.4', { ...none, allow: ['10.20.0.0/16', 'nonsense', '1.2.3.4/99'] })).toBe(false);
  });

  it.each(['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::1', '0.0.0.0', '127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'refuses %s whatever a station may reach',
    (address) => {
      expect(mayConnect(address, onPremise)).toBe(false);
    },
  );

  it('opens loopback for registered stations of the demo and of tests alone', () => {
    expect(mayConnect('127.0.0.1', demo)).toBe(true);
    expect(mayConnect('::1', demo)).toBe(true);
    expect(mayConnect('10.0.0.1', demo)).toBe(false);
    expect(mayConnect('169.254.169.254', demo)).toBe(false);
  });
});

describe('addresses in URLs (SSRF-1, SSRF-4)', () => {
  it.each([
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://0x7f000001/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://１２７.０.０.１/',
    'http://①②⑦.0.0.1/',
    'http://localhost/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://x.localhost/',
    'http://printer.local/',
    'http://a.internal/',
    'http://a.internal./',
    'http://router.home.arpa/',
    'http://intranet/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://0/',
    'ftp://a.example/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'gopher://a.example/',
    'http://user@a.example/',
    'http://user:pass@a.example/',
    'http://:pass@a.example/',
    'http://a.example:22/',
    'https://a.example:6379/',
  ])('refuses %s', (url) => {
    expect(refusedUrl(new URL(url), none)).not.toBeNull();
  });

  it.each(['http://a.example/', 'https://a.example/', 'http://a.example:8080/', 'https://a.example:8443/x', 'https://a.example:443/', 'http://8.8.8.8/'])(
    'lets %s pass',
    (url) => {
      expect(refusedUrl(new URL(url), none)).toBeNull();
    },
  );

  it('opens the registered port, and local names for stations with allowed addresses', () => {
    expect(refusedUrl(new URL('http://a.example:4101/'), { ...none, port: 4101 })).toBeNull();
    expect(refusedUrl(new URL('http://a.example:4102/'), { ...none, port: 4101 })).not.toBeNull();
    expect(refusedUrl(new URL('http://fdp.internal/'), onPremise)).toBeNull();
    expect(refusedUrl(new URL('http://localhost/'), onPremise)).not.toBeNull();
    expect(refusedUrl(new URL('http://localhost/'), demo)).toBeNull();
  });
});
