import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Which addresses one fetch may reach beyond the public internet. */
export interface AddressPolicy {
  /** CIDR blocks of private addresses, for one registered station alone (SSRF-6). */
  readonly allow: readonly string[];
  /** Registered stations of the demo and of tests may be on loopback. */
  readonly allowLoopback: boolean;
  /** Port of the registered endpoint, beside 80, 443, 8080 and 8443. */
  readonly port: number | null;
}

const refusedV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map((block) => ipaddr.IPv4.parseCIDR(block));
const refusedV6 = ['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '2001:db8::/32', '2001::/23', '64:ff9b:1::/48'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
);
const embeddingV6 = [
  { block: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), from: 12 },
  { block: ipaddr.IPv6.parseCIDR('2002::/16'), from: 2 },
  { block: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), from: 12 },
  { block: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), from: 12 },
  { block: ipaddr.IPv6.parseCIDR('::/96'), from: 12 },
];
/** Refused whatever an entry allows: no station is there, but metadata services of clouds and neighbours are (SSRF-6). */
const neverV4 = ['169.254.0.0/16', '0.0.0.0/8', '224.0.0.0/4', '255.255.255.255/32', '100.100.100.200/32'].map((block) => ipaddr.IPv4.parseCIDR(block));
const neverV6 = ['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128'].map((block) => ipaddr.IPv6.parseCIDR(block));
const ordinaryPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

/** Whether a resolved address may be connected to (SSRF-3, SSRF-6). */
export function mayConnect(address: string, policy: AddressPolicy): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return mayConnectV4(parsed, policy);
  if (parsed.toString() === '::1') return policy.allowLoopback;
  const embedded = embeddingV6.find(({ block }) => parsed.match(block));
  if (embedded !== undefined) return mayConnectV4(new ipaddr.IPv4(parsed.toByteArray().slice(embedded.from, embedded.from + 4)), policy);
  if (neverV6.some((block) => parsed.match(block))) return false;
  if (policy.allow.some((block) => matches(parsed, block))) return true;
  return !refusedV6.some((block) => parsed.match(block));
}

function mayConnectV4(address: ipaddr.IPv4, policy: AddressPolicy): boolean {
  if (address.range() === 'loopback') return policy.allowLoopback;
  if (neverV4.some((block) => address.match(block))) return false;
  if (policy.allow.some((block) => matches(address, block))) return true;
  return !refusedV4.some((block) => address.match(block));
}

function matches(address: ipaddr.IPv4 | ipaddr.IPv6, block: string): boolean {
  try {
    const parsed = ipaddr.parseCIDR(block.includes('/') ? block : `${block}/${address.kind() === 'ipv4' ? '32' : '128'}`);
    return parsed[0].kind() === address.kind() && address.match(parsed);
  } catch {
    return false;
  }
}

/** Why a URL may not be fetched at all, or null (SSRF-1, SSRF-3 names, SSRF-4). The URL parser has already undone odd spellings. */
export function refusedUrl(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the scheme ${url.protocol} is not http or https`;
  if (url.username !== '' || url.password !== '') return 'the address carries a user name or password';
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (!ordinaryPorts.has(port) && port !== policy.port) return `port ${String(port)} is not open to harvesting`;
  const name = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (isIP(name) !== 0) return mayConnect(name, policy) ? null : 'the address is private or reserved';
  if (name === 'localhost' || name.endsWith('.localhost')) return policy.allowLoopback ? null : 'the name is local';
  if (/\.(local|internal|home\.arpa)$/.test(name) || !name.includes('.')) return policy.allow.length > 0 ? null : 'the name is local';
  return null;
}
