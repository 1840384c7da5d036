import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. */
  readonly text: string;
  readonly secure: boolean;
}

/** What the server says to a recipient: nothing is "yes". */
export type Verdict = { readonly code: number; readonly text: string } | null;

/** A real SMTP server on this machine that keeps what it is given. */
export class MailServer {
  readonly received: Received[] = [];
  verdict: (recipient: string) => Verdict = () => null;
  verdictOnMessage: () => Verdict = () => null;
  private readonly server: SMTPServer;
  port = 0;

  constructor(options: SMTPServerOptions = {}) {
    this.server = new SMTPServer({
      authOptional: true,
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        done(errorOf(this.verdict(address)));
      },
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const refused = errorOf(this.verdictOnMessage());
          if (refused === null) {
            const source = Buffer.concat(parts).toString('utf8');
            const { mailFrom, rcptTo } = session.envelope;
            this.received.push({
              from: mailFrom === false ? '' : mailFrom.address,
              to: rcptTo.map(({ address }) => address),
              source,
              secure: session.secure,
              ...partsOf(source),
            });
          }
          done(refused);
        });
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.server.address() as AddressInfo).port;
    return this;
  }

  get url(): string {
    return `smtp://127.0.0.1:${String(this.port)}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function errorOf(verdict: Verdict): Error | null {
  return verdict === null ? null : Object.assign(new Error(verdict.text), { responseCode: verdict.code });
}

function partsOf(source: string): Pick<Received, 'headers' | 'text'> {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = rest.join('\r\n\r\n');
  const encoding = headers['content-transfer-encoding'] ?? '';
  const text =
    encoding === 'quoted-printable'
      ? Buffer.from(
          body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        ).toString('utf8')
      : encoding === 'base64'
        ? Buffer.from(body, 'base64').toString('utf8')
        : body;
  return { headers, text: text.replace(/\r\n/g, '\n') };
}
