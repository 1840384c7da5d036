import type { Quad } from '@rdfjs/types';
import type { PublishedRecord } from '../domain/record.js';
import type { ValidationResult } from '../domain/validation.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Validator } from '../ports/validator.js';
import { exportQuads, type ExportContext, type ExportProfile } from './export-profiles.js';
import { publicIri } from './record-rdf.js';
import { surroundingsOf } from './surroundings.js';

export interface Exported {
  readonly quads: readonly Quad[];
  /** Violations of the profile; null where it has no shapes to violate. An export is claimed to be of a profile only without any. */
  readonly faults: readonly ValidationResult[] | null;
}

export interface ExportDeskDependencies {
  readonly reader: LedgerReader;
  readonly validator: Pick<Validator, 'validate' | 'profiles'>;
  readonly baseUrl: string;
  readonly presentConcept: (iri: string) => string;
}

const rememberedReports = 5000;
/** Our own layer, of which some findings count for the EU alone (DESIGN section 4, 3). */
const checksProfile = 'ndc-checks';

/** Gives records out in the form of a profile, and finds out whether they meet it: nothing is claimed that our own validator denies (PROF-1). */
export class ExportDesk {
  private readonly known = new Map<string, readonly ValidationResult[]>();

  constructor(private readonly dependencies: ExportDeskDependencies) {}

  quadsOf(record: PublishedRecord, { token }: Pick<ExportProfile, 'token'>): Quad[] {
    const { reader } = this.dependencies;
    return exportQuads(
      record,
      token,
      reader.assertions().filter(({ subject }) => subject === record.head.iri),
      this.context(),
    );
  }

  /** @throws InternalError `validation/engine` when the engine fails; that is never "valid" */
  async export(record: PublishedRecord, profile: ExportProfile): Promise<Exported> {
    const quads = this.quadsOf(record, profile);
    return { quads, faults: profile.validatedBy === null ? null : await this.faultsOf(record, quads, profile.validatedBy) };
  }

  /** For several records in a row: what is asked of the ledger once. */
  context(): ExportContext {
    const { reader, baseUrl, presentConcept } = this.dependencies;
    return { reader, surroundings: surroundingsOf(reader, baseUrl), presentConcept };
  }

  private async faultsOf({ head }: PublishedRecord, quads: readonly Quad[], profile: string): Promise<readonly ValidationResult[]> {
    const key = JSON.stringify([head.id, head.lastChangedAt, head.version, profile]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { validator, baseUrl } = this.dependencies;
    const subject = publicIri(head.iri, baseUrl);
    const report = await validator.validate({ subject, quads, profile });
    const alsoForTheEu = profile === 'healthdcat-ap-r8' && validator.profiles().some(({ id }) => id === checksProfile);
    const layer = alsoForTheEu ? (await validator.validate({ subject, quads, profile: checksProfile })).results.filter(({ verdict }) => verdict === 'eu') : [];
    const faults = [...report.results, ...layer].filter(({ severity }) => severity === 'violation');
    if (this.known.size >= rememberedReports) this.known.delete(this.known.keys().next().value ?? '');
    this.known.set(key, faults);
    return faults;
  }
}
