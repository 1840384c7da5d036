import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Id of a record: the first characters of the base32 SHA-256 of its IRI (DESIGN section 3), 16 unless they collide. */
export function recordId(iri: string, length = 16): string {
  const digest = createHash('sha256').update(iri).digest();
  let id = '';
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5 && id.length < length) {
      bits -= 5;
      id += alphabet.charAt((value >> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return id;
}
