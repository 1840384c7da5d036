/** One field of a form; `fileName` is null for ordinary fields. */
export interface FormPart {
  readonly name: string;
  readonly fileName: string | null;
  readonly bytes: Uint8Array;
}

const maxParts = 32;
const maxHeaderBytes = 4096;

/**
 * Reads a `multipart/form-data` body that is in memory already (RFC 7578); null when it is anything but well-formed.
 *
 * Parts and their headers are bounded, and every step searches forward once, so that no body takes long.
 */
export function readMultipart(body: Uint8Array, contentType: string): readonly FormPart[] | null {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return null;
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = `--${boundary}`;
  if (!buffer.subarray(0, delimiter.length).equals(Buffer.from(delimiter, 'latin1'))) return null;
  const parts: FormPart[] = [];
  let at = delimiter.length;
  for (;;) {
    if (buffer.subarray(at, at + 2).toString('latin1') === '--') return parts;
    if (buffer.subarray(at, at + 2).toString('latin1') !== '\r\n' || parts.length >= maxParts) return null;
    at += 2;
    const headEnd = buffer.subarray(at, at + maxHeaderBytes).indexOf('\r\n\r\n', 0, 'latin1');
    if (headEnd === -1) return null;
    const disposition = dispositionOf(buffer.subarray(at, at + headEnd).toString('utf8'));
    if (disposition === null) return null;
    const start = at + headEnd + 4;
    const end = buffer.indexOf(`\r\n${delimiter}`, start, 'latin1');
    if (end === -1) return null;
    parts.push({ ...disposition, bytes: buffer.subarray(start, end) });
    at = end + 2 + delimiter.length;
  }
}

function boundaryOf(contentType: string): string | null {
  const [type = '', ...parameters] = contentType.slice(0, 500).split(';');
  if (type.trim().toLowerCase() !== 'multipart/form-data') return null;
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2);
    if (name.trim().toLowerCase() !== 'boundary') continue;
    const boundary = value.trim().replace(/^"(.*)"$/, '$1');
    return /^[^\s";]{1,70}$/.test(boundary) ? boundary : null;
  }
  return null;
}

function dispositionOf(head: string): { readonly name: string; readonly fileName: string | null } | null {
  const line = head.split('\r\n').find((header) => /^content-disposition\s*:/i.test(header));
  if (line === undefined || !/^content-disposition\s*:\s*form-data\s*;/i.test(line)) return null;
  const name = /;\s*name="([^"]*)"/i.exec(line)?.[1];
  if (name === undefined) return null;
  return { name: unescaped(name), fileName: nameOnly(/;\s*filename="([^"]*)"/i.exec(line)?.[1]) };
}

/** Browsers write a quotation mark as %22 and line ends likewise (HTML, multipart form data encoding). */
function unescaped(text: string): string {
  return text.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');
}

/** Without folders, which some browsers send and nobody needs to know. */
function nameOnly(fileName: string | undefined): string | null {
  return fileName === undefined ? null : (unescaped(fileName).split(/[/\\]/).at(-1) ?? '').slice(0, 200);
}
