import { FakeStation, type FakeRoute } from './fake-station.js';

export interface FakePackage {
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface CkanQuestion {
  readonly start: number;
  readonly rows: number;
}

/** What `package_search` answers, before it is written down. */
export interface CkanResult {
  readonly count: number;
  readonly results: readonly FakePackage[];
}

/** A CKAN site on 127.0.0.1 with the one action that harvesting needs; of filters it knows the one by `metadata_modified`. */
export class FakeCkan {
  packages: FakePackage[] = [];
  /** The filter of each search; null for none. */
  readonly filters: (string | null)[] = [];
  /** What the site does otherwise than it should. */
  change: (result: CkanResult, question: CkanQuestion) => CkanResult = (result) => result;

  private constructor(readonly station: FakeStation) {}

  static async start(): Promise<FakeCkan> {
    const ckan = new FakeCkan(await FakeStation.start());
    ckan.station.onOther((path) => ckan.answer(path));
    return ckan;
  }

  close(): Promise<void> {
    return this.station.close();
  }

  private answer(path: string): FakeRoute | undefined {
    const { pathname, searchParams } = new URL(path, 'http://fake');
    if (pathname === '/api/3/action/status_show') return json({ success: true, result: { extensions: ['stats'] } });
    if (pathname !== '/api/3/action/package_search') return undefined;
    const question = { start: Number(searchParams.get('start')), rows: Number(searchParams.get('rows')) };
    const filter = searchParams.get('fq');
    this.filters.push(filter);
    const since = /metadata_modified:\[(\S+?)Z? TO \*\]/.exec(filter ?? '')?.[1] ?? '';
    const matching = this.packages.filter(({ metadata_modified: modified }) => typeof modified !== 'string' || modified >= since);
    const found = matching.sort((a, b) => (a.id < b.id ? -1 : 1));
    const own = { count: found.length, results: found.slice(question.start, question.start + question.rows) };
    return json({ success: true, result: this.change(own, question) });
  }
}

function json(value: unknown): FakeRoute {
  return { body: JSON.stringify(value), type: 'application/json' };
}
