import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HarvestIssue, RunOutcome, RunTrigger } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import { Mailer, type MailerDependencies } from '../../src/feedback/mailer.js';
import { SqliteDeliveryReader } from '../../src/ledger/delivery-book.js';
import { SqliteFeedbackReader } from '../../src/ledger/feedback-reader.js';
import { SmtpSender } from '../../src/mail/smtp-sender.js';
import type { Logger } from '../../src/ports/logger.js';
import { MailServer } from '../mail/support.js';
import { ended, makeStation, openLedger, staged, type OpenLedger } from '../support/ledger.js';

let server: MailServer;
let open: OpenLedger;
let feedback: SqliteFeedbackReader;
let deliveries: SqliteDeliveryReader;
let nextDigestAt: string | null;
const logged: string[] = [];
const logger: Logger = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [level, (text: string, fields: object) => void logged.push(`${level} ${text} ${JSON.stringify(fields)}`)]),
) as unknown as Logger;

const umc = makeStation('umc', { title: { nl: ['UMC Voorbeeld'], en: ['UMC Example'] }, contactEmail: 'mailto:data@umc.example', declaredState: 'live' });
const clinic = makeStation('clinic', { title: { en: ['Example Clinic'] }, contactEmail: 'desk@clinic.example', language: 'en' });
const silent = makeStation('silent');
const host = { iri: 'https://host.example/', name: { nl: ['Gastheer'] } };
const hosted = ['one', 'two'].map((id) => makeStation(id, { title: { nl: [`Bron ${id}`] }, serviceProvider: host, contactEmail: 'help@host.example' }));
const guest = makeStation('guest', { title: { nl: ['Gast'] }, serviceProvider: host, contactEmail: 'own@guest.example' });

beforeEach(async () => {
  server = await new MailServer().listen();
  open = openLedger();
  await open.ledger.registerStations([umc, clinic, silent, ...hosted, guest]);
  feedback = SqliteFeedbackReader.open(open.folder);
  deliveries = SqliteDeliveryReader.open(open.folder);
  nextDigestAt = new Date(open.clock.at + 7 * 86_400_000).toISOString();
  logged.length = 0;
});
afterEach(async () => {
  for (const one of [feedback, deliveries, open.reader, open.ledger]) one.close();
  await server.close();
  rmSync(open.folder, { recursive: true, force: true });
});

function mailer(changes: Partial<MailerDependencies> = {}): Mailer {
  return new Mailer({
    reader: open.reader,
    feedback,
    deliveries,
    ledger: open.ledger,
    sender: new SmtpSender({ url: server.url, from: 'office@catalogue.example', timeoutMs: 2000 }),
    clock: open.clock,
    logger,
    baseUrl: 'https://catalogue.example',
    overdueDays: 365,
    catalogueTitle: () => ({ nl: ['Datasetcatalogus'], en: ['Dataset catalogue'] }),
    digest: { schedule: '0 8 * * 1', nextAt: () => nextDigestAt },
    ...changes,
  });
}

const trouble = (part: Partial<HarvestIssue> = {}): HarvestIssue => ({
  code: 'unreachable',
  severity: 'error',
  subject: null,
  detail: 'ECONNREFUSED, nothing listens\r\nat the address',
  url: null,
  line: null,
  owner: 'station',
  ...part,
});

/** One run of a station; `held` and `published` are words of descriptions. */
async function run(
  station: Station,
  outcome: RunOutcome,
  more: { trigger?: RunTrigger; dry?: boolean; issues?: readonly HarvestIssue[]; held?: readonly string[]; published?: readonly string[] } = {},
): Promise<number> {
  const { ledger, clock } = open;
  clock.add(1);
  const started = await ledger.startRun({
    station: station.id,
    trigger: more.trigger ?? 'schedule',
    holder: 'elsewhere/1/1',
    leaseMs: 60_000,
    dry: more.dry ?? false,
  });
  if ('busy' in started) throw new Error('busy');
  const subject = (words: string): string => `https://${station.id}.example/${encodeURIComponent(words)}`;
  const records = [
    ...(more.held ?? []).map((words) => staged(subject(words), words, { held: true })),
    ...(more.published ?? []).map((words) => staged(subject(words), words)),
  ];
  await ledger.stage(started.run, { records, documents: [], issues: more.issues ?? [] });
  await ledger.publish(
    started.run,
    records.map((record) => ({ kind: record.content?.admission.verdict === 'held' ? 'hold' : 'publish', subject: record.subject })),
  );
  clock.add(0.1);
  await ledger.finishRun(started.run, ended(outcome));
  return started.run;
}

const failed = { issues: [trouble()] };
const subjects = (): string[] => server.received.map(({ headers }) => decode(headers['subject'] ?? ''));
const decode = (header: string): string =>
  header.replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, text: string) =>
    Buffer.from(
      text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString('utf8'),
  );
const states = (): string[] => deliveries.deliveryMessages('mail', 100).map(({ scope, state, outcome }) => `${scope} ${state} ${outcome ?? '-'}`);

describe('mail to the contact of a station', () => {
  it('tells a failure once, again after three days, and when it is over', async () => {
    const post = mailer();
    await run(umc, 'failed', failed);
    await post.tick();
    for (let i = 0; i < 3; i++) {
      await run(umc, 'failed', failed);
      await post.tick();
    }
    expect(subjects()).toEqual(['UMC Voorbeeld: ophalen mislukt']);
    open.clock.add(72);
    await post.tick();
    open.clock.add(72);
    await run(umc, 'failed', failed);
    await post.tick();
    expect(subjects().slice(1)).toEqual(['UMC Voorbeeld: ophalen mislukt nog steeds']);
    await run(umc, 'complete');
    await post.tick();
    await run(umc, 'complete');
    await post.tick();
    expect(subjects().slice(2)).toEqual(['UMC Voorbeeld: ophalen lukt weer']);
    expect(new Set(server.received.flatMap(({ to }) => to))).toEqual(new Set(['data@umc.example']));
  });

  it('is plain, in the language of the station, leads to the feedback page and holds no key', async () => {
    await run(umc, 'partial', failed);
    await run(clinic, 'failed', failed);
    await mailer().tick();
    const [dutch, english] = ['data@umc.example', 'desk@clinic.example'].map((to) => server.received.find((mail) => mail.to.includes(to)));
    expect(dutch?.text).toContain('Beste beheerder van UMC Voorbeeld,');
    expect(dutch?.text).toContain('een deel van uw beschrijvingen niet ophalen');
    expect(dutch?.text).toContain('- ECONNREFUSED, nothing listens at the address\n');
    expect(dutch?.text).toMatch(/^https:\/\/catalogue\.example\/stations\/umc\/feedback$/m);
    expect(english?.text).toContain('Dear curator of Example Clinic,');
    expect(english?.text).not.toMatch(/#|[?]key|<[a-z]/i);
  });

  it('names held records by title and nothing more, and only those that are new', async () => {
    const post = mailer();
    await run(umc, 'complete', { held: ['Geheime titel'], issues: [trouble({ subject: 'https://umc.example/x', detail: 'GEHEIME INHOUD' })] });
    await post.tick();
    await run(umc, 'complete', { held: ['Tweede titel'] });
    await post.tick();
    expect(subjects()).toEqual(['UMC Voorbeeld: beschrijvingen aangehouden', 'UMC Voorbeeld: beschrijvingen aangehouden']);
    expect(server.received[0]?.text).toContain('Eén nieuwe beschrijving is aangehouden:\n- Geheime titel\n');
    expect(server.received[1]?.text).not.toContain('Geheime titel');
    expect(server.received.map(({ text }) => text).join()).not.toContain('INHOUD');
  });

  it('tells of a run on hold once, until the matter is settled', async () => {
    const post = mailer();
    const brake = { issues: [trouble({ code: 'brake', owner: 'operator', detail: 'The run would withdraw 9 of 9 records.' })] };
    await run(umc, 'on-hold', brake);
    await post.tick();
    const held = await run(umc, 'on-hold', brake);
    await post.tick();
    expect(subjects()).toEqual(['UMC Voorbeeld: wijzigingen tegengehouden']);
    expect(server.received[0]?.text).toContain('- The run would withdraw 9 of 9 records.');
    await open.ledger.discardRun(held, 'eva');
    await post.tick();
    await run(umc, 'on-hold', brake);
    await post.tick();
    expect(subjects()).toHaveLength(2);
  });

  it('reminds of the yearly check, all records of a day in one message', async () => {
    const post = mailer();
    await run(umc, 'complete', { published: ['Eerste', 'Tweede'] });
    await post.tick();
    open.clock.add(365 * 24);
    await post.tick();
    open.clock.add(48);
    await post.tick();
    expect(subjects()).toEqual(['UMC Voorbeeld: jaarlijkse controle is nodig']);
    expect(server.received[0]?.text).toContain('2 beschrijvingen zijn langer dan een jaar niet gecontroleerd:\n- Eerste\n- Tweede\n');
  });

  it('does not alert anybody for deeds of operators, trials, or faults of our own', async () => {
    const post = mailer();
    for (const trigger of ['replay', 'release', 'revert'] as const) {
      await run(umc, 'failed', { trigger, issues: [trouble()], held: [`Door ${trigger}`] });
      await post.tick();
    }
    await run(umc, 'failed', { dry: true, issues: [trouble()] });
    await run(umc, 'failed', { issues: [trouble({ code: 'internal', owner: 'us' })] });
    await run(umc, 'interrupted');
    await post.tick();
    expect(subjects()).toEqual([]);
    await run(umc, 'failed', failed);
    await post.tick();
    expect(subjects()).toEqual(['UMC Voorbeeld: ophalen mislukt']);
  });

  it('hears of the present and not of the past when mail is set up later', async () => {
    await run(umc, 'failed', failed);
    await run(umc, 'complete');
    await run(clinic, 'complete');
    await run(clinic, 'failed', failed);
    await run(silent, 'failed', failed);
    await mailer().tick();
    expect(subjects()).toEqual(['Example Clinic: collecting failed']);
  });
});

describe('delivery', () => {
  it('sends again, as the same message, what a killed process had sent and not noted', async () => {
    await run(umc, 'failed', failed);
    const died = new Promise<void>((resolve) => {
      const post = mailer({
        ledger: {
          stepDelivery: (step) => open.ledger.stepDelivery(step),
          claimDeliveries: (...values) => open.ledger.claimDeliveries(...values),
          // The process ends here: nothing is noted, and nothing more is done.
          noteDelivery: () => (resolve(), new Promise<never>(() => undefined)),
        },
      });
      void post.tick();
    });
    await died;
    expect(server.received).toHaveLength(1);
    await mailer().tick();
    expect(server.received).toHaveLength(1);
    open.clock.add(0.2);
    await mailer().tick();
    await mailer().tick();
    expect(server.received).toHaveLength(2);
    expect(server.received[0]?.source).toBe(server.received[1]?.source);
    expect(server.received[0]?.headers['message-id']).toMatch(/^<[0-9a-f]{40}@catalogue\.example>$/);
    expect(states()).toEqual(['umc sent 250']);
  });

  it('says once what two processes saw at the same time', async () => {
    await run(umc, 'failed', failed);
    await Promise.all([mailer().tick(), mailer().tick(), mailer().tick()]);
    expect(server.received).toHaveLength(1);
  });

  it('gives every alert a message of its own id, whatever runs follow', async () => {
    const post = mailer();
    for (let i = 0; i < 3; i++) {
      await run(umc, 'failed', failed);
      await post.tick();
      await run(umc, 'complete');
      await post.tick();
    }
    expect(new Set(server.received.map(({ headers }) => headers['message-id'])).size).toBe(6);
  });

  it('tries again later what a server puts off, for five days', async () => {
    server.verdict = () => ({ code: 451, text: '4.3.2 try later' });
    await run(umc, 'failed', failed);
    const post = mailer();
    await post.tick();
    await post.tick();
    const attempts = (): number | undefined => deliveries.deliveryMessages('mail', 1)[0]?.attempts;
    expect([attempts(), states()]).toEqual([1, ['umc queued 451 4.3.2']]);
    open.clock.add(0.02);
    await post.tick();
    await post.tick();
    expect(attempts()).toBe(2);
    server.verdict = () => null;
    open.clock.add(1);
    await post.tick();
    expect([server.received.length, states()]).toEqual([1, ['umc sent 250']]);
    server.verdict = () => ({ code: 451, text: '4.3.2 try later' });
    await run(clinic, 'failed', failed);
    await post.tick();
    open.clock.add(121);
    await post.tick();
    expect(states()).toContain('clinic expired 451 4.3.2');
  });

  it('notes a rejected address, goes on with the others, and writes no address to the log', async () => {
    server.verdict = (recipient) => (recipient === 'data@umc.example' ? { code: 550, text: '5.1.1 <data@umc.example> unknown' } : null);
    await run(umc, 'failed', failed);
    await run(clinic, 'failed', failed);
    const post = mailer();
    await post.tick();
    open.clock.add(24);
    await post.tick();
    expect(states().sort()).toEqual(['clinic sent 250', 'umc rejected 550 5.1.1']);
    expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(logged.join('\n')).not.toContain('@');
  });

  it('tries one message, not all, at a server that does not answer', async () => {
    const { url } = server;
    await run(umc, 'failed', failed);
    await run(clinic, 'failed', failed);
    let tries = 0;
    const post = mailer({ sender: { send: () => (tries++, Promise.resolve({ kind: 'later', code: 'ECONNREFUSED' })), close: () => undefined } });
    await post.tick();
    expect([tries, states().sort()]).toEqual([1, ['clinic queued ECONNREFUSED', 'umc queued ECONNREFUSED']]);
    open.clock.add(1);
    await mailer({ sender: new SmtpSender({ url, from: 'office@catalogue.example' }) }).tick();
    expect(server.received).toHaveLength(2);
  });

  it('sends a corrected address what is still waiting', async () => {
    server.verdict = () => ({ code: 450, text: 'busy' });
    await run(umc, 'failed', failed);
    await mailer().tick();
    server.verdict = () => null;
    await open.ledger.registerStations([{ ...umc, contactEmail: 'new@umc.example' }], 'additions');
    open.clock.add(1);
    await mailer().tick();
    expect(server.received.map(({ to }) => to)).toEqual([['new@umc.example']]);
  });
});

describe('a provider of several stations', () => {
  it('gets one message when the schedule says so, in place of one for each', async () => {
    const post = mailer();
    await post.tick();
    for (const station of hosted) await run(station, 'failed', failed);
    await run(guest, 'failed', failed);
    await post.tick();
    await run(hosted[0] ?? umc, 'complete');
    await post.tick();
    expect(server.received.map(({ to }) => to)).toEqual([['own@guest.example']]);
    open.clock.at = Date.parse(nextDigestAt ?? '');
    nextDigestAt = new Date(open.clock.at + 7 * 86_400_000).toISOString();
    await post.tick();
    await post.tick();
    const digests = server.received.filter(({ to }) => to.includes('help@host.example'));
    expect(digests.map(({ headers }) => headers['subject'])).toEqual(['Datasetcatalogus: weekbericht over 2 bronnen']);
    const [digest] = digests;
    expect(digest?.text).toContain('Dit veranderde er sinds het vorige bericht bij de bronnen van Gastheer.');
    expect(digest?.text).toMatch(/Bron one\n--------\n[\s\S]*weer gelukt[\s\S]*Bron two\n--------/);
    expect(digest?.text).not.toContain('Gast\n');
  });

  it('gets nothing in a week without news', async () => {
    const post = mailer();
    await post.tick();
    for (let week = 0; week < 3; week++) {
      open.clock.at = Date.parse(nextDigestAt ?? '');
      nextDigestAt = new Date(open.clock.at + 7 * 86_400_000).toISOString();
      await post.tick();
    }
    expect(server.received).toEqual([]);
  });

  it('is followed by another schedule without a digest too many', async () => {
    await mailer().tick();
    await run(hosted[0] ?? umc, 'failed', failed);
    open.clock.add(8 * 24);
    nextDigestAt = new Date(open.clock.at + 86_400_000).toISOString();
    const changed = mailer({ digest: { schedule: '0 8 * * *', nextAt: () => nextDigestAt } });
    await changed.tick();
    expect(server.received).toEqual([]);
    open.clock.add(25);
    await changed.tick();
    expect(server.received).toHaveLength(1);
  });
});
