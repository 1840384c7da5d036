/**
 * Whether an address may be shown to everyone: not ours, not of a private network, and without anything secret in it.
 *
 * A station may be reached through an internal address (`ndc:allowAddress`); messages of the pipeline name it.
 */
export function isPublicUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, username, password, protocol } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '' && isPublicHost(hostname);
}

/** A message with every internal address taken out and no query part, where keys travel, left in. */
export function withoutInternalAddresses(message: string, instead: string): string {
  return message
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]*(?:\][^\s"'<>)]*)?/gi, (url) => (isPublicUrl(url) ? (url.split('?')[0] ?? url) : instead))
    .replace(/\blocalhost(?::\d+)?\b/gi, instead)
    .replace(/(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(?![\d.]*\d)/g, (text, address: string) => (isPrivateV4(address) ? instead : text))
    .replace(/(?<![\w:])\[?(?:::1|f[cde][0-9a-f]{2}:[0-9a-f:]+)\]?(?::\d+)?/gi, instead)
    .replace(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:internal|intern|local|lan|corp|cluster)\b(?::\d+)?/gi, instead);
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host.startsWith('[')) return !/^\[(::|::1|f[cde]|::ffff:)/.test(host);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !isPrivateV4(host);
  return host.includes('.') && !/\.(internal|intern|local|lan|corp|cluster|localhost)$/.test(host);
}

function isPrivateV4(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128)
  );
}
