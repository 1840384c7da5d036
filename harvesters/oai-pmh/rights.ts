import { accessRightCodes } from '../../src/rdf/normalise-rules.js';

const byName: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries({
    openaccess: accessRightCodes['PUBLIC'],
    embargoedaccess: accessRightCodes['RESTRICTED'],
    restrictedaccess: accessRightCodes['RESTRICTED'],
    closedaccess: accessRightCodes['NON_PUBLIC'],
    c_abf2: accessRightCodes['PUBLIC'],
    c_f1cf: accessRightCodes['RESTRICTED'],
    c_16ec: accessRightCodes['RESTRICTED'],
    c_14cb: accessRightCodes['NON_PUBLIC'],
  }),
);

/** The EU access right for an address of the info:eu-repo or COAR list; null for anything else. */
export function accessRightOf(value: string): string | null {
  const name = /^(?:info:eu-repo\/semantics\/(\w+)|https?:\/\/purl\.org\/coar\/access_right\/(c_\w+))\/?$/i.exec(value.trim());
  return byName.get((name?.[1] ?? name?.[2] ?? '').toLowerCase()) ?? null;
}
