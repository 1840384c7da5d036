import { createTransport } from 'nodemailer';
import type { MailMessage, MailOutcome, MailSender } from '../ports/mail-sender.js';

export interface SmtpSettings {
  /** `smtp://` or `smtps://`, with user and password when the server asks for them. */
  readonly url: string;
  /** `Name <address>` or an address alone. */
  readonly from: string;
  readonly timeoutMs?: number;
}

/** What nodemailer tells of a failure. */
interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * Mail over SMTP (RFC 5321). The connection is encrypted, by `smtps` or STARTTLS, except to this machine; nothing is ever
 * sent in the clear over a network because a server happens not to offer it.
 */
export class SmtpSender implements MailSender {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(private readonly settings: SmtpSettings) {
    const url = new URL(settings.url);
    const secure = url.protocol === 'smtps:';
    const isHere = isLoopback(url.hostname);
    const timeout = settings.timeoutMs ?? 30_000;
    this.transport = createTransport({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      requireTLS: !secure && !isHere,
      ignoreTLS: !secure && isHere,
      ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text, language, date }: MailMessage): Promise<MailOutcome> {
    try {
      const { response } = (await this.transport.sendMail({
        messageId: `<${id}>`,
        date: new Date(date),
        from: this.settings.from,
        to: { name: '', address: to },
        subject,
        text,
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })) as { readonly response?: string };
      return { kind: 'sent', code: codeIn(response) ?? '250' };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }

  close(): void {
    this.transport.close();
  }
}

/**
 * A 5xx to the recipient or the message is final (RFC 5321 section 4.2.1). One to our name or password is not the
 * recipient's: once the operator has mended it, the message can go.
 */
function outcomeOf(error: SmtpError): MailOutcome {
  const { responseCode: reply, command } = error;
  const code = codeIn(error.response) ?? (reply === undefined ? (error.code ?? 'unknown') : String(reply));
  const isFinal = reply !== undefined && reply >= 500 && reply !== 530 && error.code !== 'EAUTH' && (command === 'RCPT TO' || command === 'DATA');
  if (isFinal) return { kind: 'rejected', code };
  const isAboutUs = error.code === 'EAUTH' || command === 'MAIL FROM' || command === 'CONN' || command === 'EHLO';
  return { kind: 'later', code: isAboutUs && error.code !== undefined ? `${error.code} ${code}` : code };
}

/** The reply code, with the enhanced one (RFC 3463) where it stands; never the text, in which servers repeat addresses. */
function codeIn(response: string | undefined): string | null {
  return /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response ?? '')?.[0].replace('-', ' ') ?? null;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
