import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SmtpSender } from '../../src/mail/smtp-sender.js';
import type { MailMessage } from '../../src/ports/mail-sender.js';
import { MailServer } from './support.js';

const message: MailMessage = {
  id: 'abc123@catalogue.example',
  to: 'data@umc.example',
  subject: 'UMC “Voorbeeld”: ophalen mislukt – één keer',
  text: 'Beste beheerder,\n\nHet lukte niet. Coördinatie: zie hieronder.\n.\n',
  language: 'nl',
  date: '2026-06-20T08:00:00.000Z',
};
const from = 'Catalogue Office <catalogue@catalogue.example>';
const servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(options?: ConstructorParameters<typeof MailServer>[0]): Promise<MailServer> {
  const server = await new MailServer(options).listen();
  servers.push(server);
  return server;
}

async function sendTo(url: string, changes: Partial<MailMessage> = {}): Promise<object> {
  const sender = new SmtpSender({ url, from, timeoutMs: 2000 });
  try {
    return await sender.send({ ...message, ...changes });
  } finally {
    sender.close();
  }
}

describe('mail over SMTP', () => {
  it('arrives as plain text, marked as sent by a machine, with our Message-ID and date', async () => {
    const server = await open();
    expect(await sendTo(server.url)).toEqual({ kind: 'sent', code: '250' });
    const [mail] = server.received;
    expect(mail).toMatchObject({ from: 'catalogue@catalogue.example', to: ['data@umc.example'], secure: false });
    expect(mail?.text).toBe(message.text);
    expect(mail?.headers).toMatchObject({
      'message-id': '<abc123@catalogue.example>',
      'auto-submitted': 'auto-generated',
      'content-language': 'nl',
      date: 'Sat, 20 Jun 2026 08:00:00 +0000',
    });
    expect(mail?.headers['content-type']).toMatch(/^text\/plain; charset=utf-8/);
    expect(mail?.source).not.toMatch(/multipart|text\/html/);
  });

  it('is the same message when it is sent again', async () => {
    const server = await open();
    await sendTo(server.url);
    await sendTo(server.url);
    expect(server.received).toHaveLength(2);
    expect(server.received[0]?.source).toBe(server.received[1]?.source);
  });

  it('shows name and password to a server that asks, and says when they are refused', async () => {
    const server = await open({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'us@er' && password === 'p:w') done(null, { user: username });
        else done(new Error('no'));
      },
    });
    const at = (login: string): string => server.url.replace('//', `//${login}@`);
    expect(await sendTo(at('us%40er:p%3Aw'))).toEqual({ kind: 'sent', code: '250' });
    expect(await sendTo(at('us%40er:wrong'))).toEqual({ kind: 'later', code: 'EAUTH 535' });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    [451, '4.7.1 <data@umc.example> greylisted', { kind: 'later', code: '451 4.7.1' }],
    [550, '5.1.1 <data@umc.example> unknown', { kind: 'rejected', code: '550 5.1.1' }],
    [550, 'no such user data@umc.example', { kind: 'rejected', code: '550' }],
  ])('a recipient answered with %i %s is %j', async (code, text, expected) => {
    const server = await open();
    server.verdict = () => ({ code, text });
    expect(await sendTo(server.url)).toEqual(expected);
    server.verdict = () => null;
    server.verdictOnMessage = () => ({ code, text });
    expect(await sendTo(server.url)).toEqual(expected);
    expect(server.received).toEqual([]);
  });

  it('waits for a server that is not there or does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const sender = new SmtpSender({ url: `smtp://127.0.0.1:${String(port)}`, from, timeoutMs: 50 });
    expect(await sender.send(message)).toMatchObject({ kind: 'later', code: expect.stringMatching(/^E[A-Z]+/) as string });
    sender.close();
    await new Promise((resolve) => silent.close(resolve));
    expect(await sendTo(`smtp://127.0.0.1:${String(port)}`)).toMatchObject({ kind: 'later', code: expect.stringMatching(/^E[A-Z]+/) as string });
  });

  it('sends nothing in the clear to another machine, whatever it offers', async () => {
    const server = await open({ hideSTARTTLS: true });
    // Not by its loopback address: as another machine would be named.
    const elsewhere = server.url.replace('127.0.0.1', '0.0.0.0');
    expect(await sendTo(elsewhere)).toMatchObject({ kind: 'later' });
    expect(server.received).toEqual([]);
    expect(await sendTo(server.url)).toMatchObject({ kind: 'sent' });
  });

  it('lets no title become a header', async () => {
    const server = await open();
    await sendTo(server.url, { subject: 'x\r\nBcc: all@elsewhere.example\r\n\r\nbody' });
    expect(server.received.map(({ to }) => to)).toEqual([['data@umc.example']]);
    expect(server.received[0]?.headers['bcc']).toBeUndefined();
  });
});
