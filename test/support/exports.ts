import { ExportDesk } from '../../src/federation/export-desk.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { library } from '../validation/support.js';

/** Records in the form of a profile, judged by the real shapes in this thread. */
export function exportDesk(reader: LedgerReader, baseUrl: string, presentConcept: (iri: string) => string = (iri) => iri): ExportDesk {
  let validator: ShaclEngineValidator | undefined;
  const engine = (): ShaclEngineValidator => (validator ??= new ShaclEngineValidator(library()));
  return new ExportDesk({
    reader,
    baseUrl,
    presentConcept,
    validator: { validate: (request) => engine().validate(request), profiles: () => engine().profiles() },
  });
}
