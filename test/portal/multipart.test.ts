import { describe, expect, it } from 'vitest';
import { readMultipart } from '../../src/portal/multipart.js';

const type = 'multipart/form-data; boundary=x';
const part = (head: string, body: string): string => `--x\r\n${head}\r\n\r\n${body}\r\n`;
const field = (name: string, body: string): string => part(`Content-Disposition: form-data; name="${name}"`, body);
const read = (text: string | Uint8Array, contentType = type): ReturnType<typeof readMultipart> =>
  readMultipart(typeof text === 'string' ? Buffer.from(text, 'utf8') : text, contentType);

describe('a multipart form', () => {
  it('gives its fields and files as they were sent, as browsers send them', async () => {
    const form = new FormData();
    const text = '<urn:a> <urn:b> "é\r\n--x\r\n--" .\r\n\r\n';
    form.set('text', text);
    form.set('file', new File([new Uint8Array([0, 13, 10, 45, 45, 255])], 'C:\\map\\a"b.ttl'));
    const request = new Request('http://a.example', { method: 'POST', body: form });
    const parts = read(new Uint8Array(await request.arrayBuffer()), request.headers.get('content-type') ?? '');
    expect(parts?.map(({ name, fileName }) => [name, fileName])).toEqual([
      ['text', null],
      ['file', 'a"b.ttl'],
    ]);
    expect(Buffer.from(parts?.[0]?.bytes ?? []).toString('utf8')).toBe(text);
    expect([...(parts?.[1]?.bytes ?? [])]).toEqual([0, 13, 10, 45, 45, 255]);
  });

  it('may be empty, and may end in any words', () => {
    expect(read('--x--\r\n')).toEqual([]);
    expect(read(`${field('a', '')}--x--\r\nmore`)?.[0]?.bytes.byteLength).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['no boundary in the text', 'hello'],
    ['no end', field('a', '1')],
    ['a part without an end', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
    ['a part without a head', '--x\r\n\r\n1\r\n--x--'],
    ['a part without a name', `${part('Content-Disposition: form-data', '1')}--x--`],
    ['a part that is no form data', `${part('Content-Disposition: attachment; name="a"', '1')}--x--`],
    ['a head without end', `--x\r\nContent-Disposition: form-data; name="a"; ${'y'.repeat(10_000)}\r\n\r\n1\r\n--x--`],
    ['too many parts', `${field('a', '1').repeat(1000)}--x--`],
    ['words behind the boundary', '--xy\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'],
  ])('is refused with %s', (_what, body) => {
    expect(read(body)).toBeNull();
  });

  it.each([
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(100)}`,
    'multipart/mixed; boundary=x',
  ])('is refused as %s', (contentType) => {
    expect(read('--x--\r\n', contentType)).toBeNull();
  });

  it('is read in no time, however it is built to delay', () => {
    const bodies = [
      `--x\r\n${'--x\r\n'.repeat(400_000)}`,
      '\r\n--'.repeat(600_000),
      `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'\r\n--'.repeat(600_000)}`,
    ];
    const started = performance.now();
    for (const body of bodies) expect(read(body)).toBeNull();
    const header = `multipart/form-data; ${'a=b; '.repeat(2000)}`;
    expect(read('--x--', header)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
