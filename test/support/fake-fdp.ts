import { createHash } from 'node:crypto';
import { FakeStation, type FakeRoute } from './fake-station.js';
import { prefixes } from './rdf.js';

/** What a fake FAIR Data Point is made of; a dataset has an id `c1-d3`, its distributions `c1-d3-x1`. */
export interface FakeFdpOptions {
  readonly catalogues: number;
  /** In each catalogue. */
  readonly datasets: number;
  /** Of each dataset. */
  readonly distributions: number;
  /** Datasets of each catalogue that are listed in `ldp:contains` alone and answer 403 (FDP-4). */
  readonly drafts: number;
  /** `1.12`: r3d:Repository with r3d:dataCatalog, dct:hasVersion, no containers' pages; later: fdp-o terms (section 3.4). */
  readonly release: '1.12' | '1.16' | '1.20';
  /** The reference software sends none (FDP-8); a cache before it may. */
  readonly etags: boolean;
  /** Answers `/page/{segment}` (FDP-10), for this page size. */
  readonly pageSize: number | null;
  /** Path segments, which operators choose (FDP-1). */
  readonly segments: readonly [catalogue: string, dataset: string, distribution: string];
  readonly host: string;
  /** Base of all IRIs, where it is not the address that answers (FDP-2). */
  readonly persistent: string | null;
}

const more = '@prefix ldp: <http://www.w3.org/ns/ldp#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n';
const fdpo = 'https://w3id.org/fdp/fdp-o#';
const profile = (round: number, type: number): string => `00000000-0000-4000-8000-00000000${String(round).padStart(3, '0')}${String(type)}`;

/** A FAIR Data Point as the reference software answers: containers, drafts, defaults, metrics, listing pages. */
export class FakeFdp {
  /** Grows with `upgrade`: everything that the software adds is then another. */
  private round = 1;
  private readonly titles = new Map<string, string>();
  private readonly removed = new Set<string>();
  private readonly added = new Map<number, string[]>();
  private readonly overrides = new Map<string, FakeRoute>();

  private constructor(
    readonly options: FakeFdpOptions,
    readonly station: FakeStation,
    /** Answers for the persistent addresses with redirects to the FDP. */
    readonly redirects: FakeStation,
  ) {
    this.publish();
  }

  static async start(options: Partial<FakeFdpOptions> = {}): Promise<FakeFdp> {
    const all: FakeFdpOptions = {
      catalogues: 1,
      datasets: 3,
      distributions: 1,
      drafts: 0,
      release: '1.20',
      etags: false,
      pageSize: null,
      segments: ['catalog', 'dataset', 'distribution'],
      host: 'fdp.holder.example',
      persistent: null,
      ...options,
    };
    return new FakeFdp(all, await FakeStation.start(), await FakeStation.start());
  }

  get base(): string {
    return this.options.persistent ?? `http://${this.options.host}`;
  }

  get endpoint(): string {
    return `http://${this.options.host}/`;
  }

  /** For `NDC_CONNECT_TO` and its twin in the fetcher's settings. */
  get connectTo(): Record<string, string> {
    const own = { [this.options.host]: `127.0.0.1:${String(this.station.port)}` };
    if (this.options.persistent === null) return own;
    return { ...own, [new URL(this.options.persistent).hostname]: `127.0.0.1:${String(this.redirects.port)}` };
  }

  /** IRI of a dataset: `dataset('c1-d2')`. */
  iri(id: string): string {
    return `${this.base}/${this.segmentOf(id)}/${id}`;
  }

  path(id: string): string {
    return `/${this.segmentOf(id)}/${id}`;
  }

  listPath(catalogue: number, page: number): string {
    return `${this.path(`c${String(catalogue)}`)}/page/${this.options.segments[1]}?page=${String(page)}&size=${String(this.options.pageSize ?? 50)}`;
  }

  /** Answers for one path from now on, whatever the tree says. */
  answer(path: string, route: FakeRoute): void {
    this.overrides.set(path, route);
    this.publish();
  }

  restore(path: string): void {
    this.overrides.delete(path);
    this.publish();
  }

  retitle(id: string, title: string): void {
    this.titles.set(id, title);
    this.publish();
  }

  /** Takes a dataset or distribution out of the tree; its page answers 404. */
  remove(id: string): void {
    this.removed.add(id);
    this.publish();
  }

  add(catalogue: number, id: string): void {
    this.added.set(catalogue, [...(this.added.get(catalogue) ?? []), id]);
    this.publish();
  }

  /** A new release of the software: other profiles, dates, metrics and version, and not a word of the holder's. */
  upgrade(): void {
    this.round++;
    this.publish();
  }

  /** Requests since the last call. */
  asked(): readonly { readonly path: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> }[] {
    return this.station.requests.splice(0);
  }

  async close(): Promise<void> {
    await this.station.close();
    await this.redirects.close();
  }

  private publish(): void {
    for (const path of this.station.paths()) this.station.remove(path);
    for (const [path, body] of this.pages()) this.station.set(path, this.turtle(body));
    if (this.options.pageSize !== null) for (let c = 1; c <= this.options.catalogues; c++) this.listPages(c, this.options.pageSize);
    for (let c = 1; c <= this.options.catalogues; c++)
      for (const id of this.draftsOf(c))
        this.station.set(this.path(id), { status: 403, type: 'text/plain', body: 'You are not allow to view this record in state DRAFT' });
    for (const [path, route] of this.overrides) this.station.set(path, route);
    if (this.options.persistent === null) return;
    const { pathname } = new URL(this.options.persistent);
    for (const path of this.station.paths()) this.redirects.set(pathname + path, { redirect: `http://${this.options.host}${path}` });
  }

  private turtle(body: string, headers: Readonly<Record<string, string>> = {}): FakeRoute {
    const text = prefixes + more + body;
    const etag = this.options.etags ? { etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"` } : {};
    return { body: text, type: 'text/turtle', headers: { ...headers, ...etag }, conditional: this.options.etags };
  }

  private *pages(): Iterable<readonly [string, string]> {
    const [catalogue, dataset, distribution] = this.options.segments;
    const old = this.options.release === '1.12';
    const relation = old ? 'http://www.re3data.org/schema/3-0#dataCatalog' : `${fdpo}metadataCatalog`;
    const type = old ? '<http://www.re3data.org/schema/3-0#Repository>' : `<${fdpo}FAIRDataPoint> , <${fdpo}MetadataService> , dcat:DataService`;
    const catalogues = range(this.options.catalogues).map((c) => this.iri(`c${String(c)}`));
    yield [
      '/',
      `<${this.base}> a ${type} ; dct:title "FDP" ; dct:license <https://licences.example/default> ; <${fdpo}fdpSoftwareVersion> "FDP:${String(this.round)}" ; dcat:endpointURL <${this.base}> .\n` +
        this.container({ resource: this.base, segment: catalogue, relation, members: catalogues, drafts: [] }),
    ];
    for (let c = 1; c <= this.options.catalogues; c++) {
      const id = `c${String(c)}`;
      const members = this.datasetsOf(c).map((one) => this.iri(one));
      const drafts = this.draftsOf(c).map((one) => this.iri(one));
      yield [
        this.path(id),
        this.own(id, 'dcat:Catalog', 1) +
          `<${this.iri(id)}> dct:isPartOf <${this.base}> .\n` +
          this.container({ resource: this.iri(id), segment: dataset, relation: 'http://www.w3.org/ns/dcat#dataset', members, drafts }),
      ];
      for (const one of this.datasetsOf(c)) {
        const parts = this.distributionsOf(one).map((part) => this.iri(part));
        yield [
          this.path(one),
          this.dataset(one, c) +
            this.container({ resource: this.iri(one), segment: distribution, relation: 'http://www.w3.org/ns/dcat#distribution', members: parts, drafts: [] }),
        ];
        for (const part of this.distributionsOf(one))
          yield [
            this.path(part),
            this.own(part, 'dcat:Distribution', 3) + `<${this.iri(part)}> dct:isPartOf <${this.iri(one)}> ; dcat:accessURL <https://files.example/${part}> .\n`,
          ];
      }
    }
  }

  private listPages(catalogue: number, size: number): void {
    const sorted = this.datasetsOf(catalogue).sort((a, b) => (this.titleOf(a) < this.titleOf(b) ? -1 : 1));
    const last = Math.ceil(sorted.length / size) - 1;
    for (let page = 0; page <= Math.max(0, last); page++) {
      const link = (number: number, rel: string): string => `<${this.base}${this.listPath(catalogue, number)}>; rel="${rel}"`;
      const links = [link(0, 'first'), link(last, 'last'), ...(page > 0 ? [link(page - 1, 'prev')] : []), ...(page < last ? [link(page + 1, 'next')] : [])];
      const body = sorted.slice(page * size, (page + 1) * size).map((id) => {
        const parts = this.distributionsOf(id).map((part) => `<${this.iri(id)}> dcat:distribution <${this.iri(part)}> .\n`);
        return this.dataset(id, catalogue) + parts.join('');
      });
      this.station.set(this.listPath(catalogue, page), this.turtle(body.join(''), { link: links.join(', ') }));
    }
  }

  private dataset(id: string, catalogue: number): string {
    return (
      this.own(id, 'dcat:Dataset', 2) + `<${this.iri(id)}> dct:isPartOf <${this.iri(`c${String(catalogue)}`)}> ; dct:publisher <https://holder.example/> .\n`
    );
  }

  /** A thing with what the software adds to it (section 3.3). */
  private own(id: string, type: string, number: number): string {
    const iri = this.iri(id);
    const version = this.options.release === '1.20' ? 'dcat:version' : 'dct:hasVersion';
    const instant = `2026-01-0${String(Math.min(9, this.round))}T00:00:00Z`;
    return (
      `<${iri}> a ${type} , dcat:Resource ; dct:title "${this.titleOf(id)}"@en ; dct:description "About ${id}"@en ; rdfs:label "${this.titleOf(id)}" ; ${version} "1.0" ;\n` +
      `  dct:license <https://licences.example/default> ; dct:accessRights <${iri}#accessRights> ; dct:conformsTo <${this.base}/profile/${profile(this.round, number)}> ;\n` +
      `  <http://semanticscience.org/resource/SIO_000628> <${iri}/metrics/${String(this.round)}> ; <${fdpo}metadataIdentifier> <${iri}#identifier> ;\n` +
      `  <${fdpo}metadataIssued> "2026-01-01T00:00:00Z"^^xsd:dateTime ; <${fdpo}metadataModified> "${instant}"^^xsd:dateTime .\n` +
      `<${iri}#accessRights> a dct:RightsStatement ; dct:description "This resource has no access restriction" .\n` +
      `<${iri}#identifier> a <http://purl.org/spar/datacite/Identifier> ; dct:identifier "${iri}" .\n` +
      `<${this.base}/profile/${profile(this.round, number)}> rdfs:label "Profile ${String(this.round)}" .\n`
    );
  }

  private container(parts: { resource: string; segment: string; relation: string; members: readonly string[]; drafts: readonly string[] }): string {
    const { resource, segment, relation, members, drafts } = parts;
    const contains = [...members, ...drafts].map((iri) => `<${this.base}/${segment}/> ldp:contains <${iri}> .\n`).join('');
    return (
      `<${this.base}/${segment}/> a ldp:DirectContainer ; dct:title "Children" ; ldp:membershipResource <${resource}> ; ldp:hasMemberRelation <${relation}> .\n` +
      contains +
      members.map((iri) => `<${resource}> <${relation}> <${iri}> .\n`).join('')
    );
  }

  private datasetsOf(catalogue: number): string[] {
    const own = range(this.options.datasets).map((d) => `c${String(catalogue)}-d${String(d)}`);
    return [...own, ...(this.added.get(catalogue) ?? [])].filter((id) => !this.removed.has(id));
  }

  private draftsOf(catalogue: number): string[] {
    return range(this.options.drafts).map((n) => `c${String(catalogue)}-draft${String(n)}`);
  }

  private distributionsOf(dataset: string): string[] {
    return range(this.options.distributions)
      .map((x) => `${dataset}-x${String(x)}`)
      .filter((id) => !this.removed.has(id));
  }

  private titleOf(id: string): string {
    return this.titles.get(id) ?? `Title of ${id}`;
  }

  private segmentOf(id: string): string {
    const [catalogue, dataset, distribution] = this.options.segments;
    return /-x\d+$/.test(id) ? distribution : id.includes('-') ? dataset : catalogue;
  }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
