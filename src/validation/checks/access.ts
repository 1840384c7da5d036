import type { Quad, Term } from '@rdfjs/types';
import { adms } from '../../../vocab/adms.js';
import { csvw } from '../../../vocab/csvw.js';
import { dcat } from '../../../vocab/dcat.js';
import { dct } from '../../../vocab/dcterms.js';
import { dpv } from '../../../vocab/dpv.js';
import { healthdcatap } from '../../../vocab/healthdcatap.js';
import type { LayeredDataset } from '../layered-dataset.js';
import { finding, hasObject, isText, nodesOfType, objectsOf, type Check, type CheckFinding } from './check.js';

const accessRight = 'http://publications.europa.eu/resource/authority/access-right/';
const datasetType = 'http://publications.europa.eu/resource/authority/dataset-type/';

/** Data that are not public, with an address to download them from. Samples and analytics are made to be shown. */
export const nonPublicDownload: Check = function* ({ dataset }) {
  for (const node of nodesOfType(dataset, dcat.Dataset).filter((found) => hasObject(dataset, found, dct.accessRights, `${accessRight}NON_PUBLIC`))) {
    const shown = [...objectsOf(dataset, node, adms.sample), ...objectsOf(dataset, node, healthdcatap.analytics)];
    for (const distribution of objectsOf(dataset, node, dcat.distribution)) {
      if (shown.some((other) => other.equals(distribution))) continue;
      yield* dataset.ownQuads(distribution, dcat.downloadURL.value).map(finding);
    }
  }
};

/** Personal data that anybody may have: one of the two statements is wrong. */
export const personalDataPublic: Check = function* ({ dataset }) {
  yield* personalWith('PUBLIC', dataset);
};

/** Personal data that are shared under conditions; in a health data access procedure they are NON_PUBLIC. */
export const personalDataRestricted: Check = function* ({ dataset }) {
  yield* personalWith('RESTRICTED', dataset);
};

/** A sample of personal data that does not say that nobody real is in it. */
export const sampleNotMarked: Check = function* ({ dataset }) {
  for (const node of nodesOfType(dataset, dcat.Dataset).filter((found) => personalStatement(dataset, found) !== undefined)) {
    for (const quad of dataset.ownQuads(node, adms.sample.value)) {
      const about = dataset.ownQuads(quad.object);
      if (about.length > 0 && !saysUnreal(about, dataset)) yield { focusNode: quad.object, value: null, path: null };
    }
  }
};

/** Tables without a word on their columns; where the structured-data flag is set, the profile itself asks for them. */
export const tabularWithoutVariables: Check = function* ({ dataset }) {
  if (dataset.match(null, csvw.column).size > 0 || dataset.match(null, csvw.table).size > 0) return;
  for (const node of nodesOfType(dataset, dcat.Dataset)) {
    if (dataset.ownQuads(node, healthdcatap.hasVariables.value).length > 0 || hasObject(dataset, node, healthdcatap.hasStructuredData, 'true')) continue;
    const distributions = objectsOf(dataset, node, dcat.distribution);
    const tabular = distributions.some((distribution) =>
      [dct.format, dcat.mediaType].some((property) => objectsOf(dataset, distribution, property).some(isTabular)),
    );
    if (tabular) yield { focusNode: node, value: null, path: healthdcatap.hasVariables.value };
  }
};

/** One identifier for two datasets, or for two distributions: whoever looks it up finds either. */
export const identifierDuplicate: Check = function* ({ dataset }) {
  for (const type of [dcat.Dataset, dcat.DatasetSeries, dcat.DataService, dcat.Distribution]) {
    const first = new Map<string, Term>();
    for (const node of nodesOfType(dataset, type)) {
      for (const quad of dataset.ownQuads(node, dct.identifier.value)) {
        const other = first.get(quad.object.value);
        if (other === undefined) first.set(quad.object.value, node);
        else if (!other.equals(node)) yield finding(quad);
      }
    }
  }
};

function* personalWith(right: string, dataset: LayeredDataset): Iterable<CheckFinding> {
  for (const node of nodesOfType(dataset, dcat.Dataset)) {
    if (!hasObject(dataset, node, dct.accessRights, accessRight + right)) continue;
    const statement = personalStatement(dataset, node);
    if (statement !== undefined) yield finding(statement);
  }
}

/** Where the dataset says that it holds personal data; a synthetic dataset only looks as if. */
export function personalStatement(dataset: LayeredDataset, node: Term): Quad | undefined {
  if (hasObject(dataset, node, dct.type, `${datasetType}SYNTHETIC_DATA`)) return undefined;
  return (
    dataset.ownQuads(node, dpv.hasPersonalData.value)[0] ??
    dataset.ownQuads(node, dct.type.value).find((quad) => quad.object.value === `${datasetType}PERSONAL_DATA`)
  );
}

const unreal = /synthe|s[iy]nt[eé]t|ficti|fictie|anon[iy]|dummy|mock|fake|gefingeerd|verzonnen|kunstmatig|artificial|test\s?dat|testgegevens|simul/i;

function saysUnreal(about: readonly Quad[], dataset: LayeredDataset): boolean {
  return about.some(({ predicate, object }) => {
    if (isText(object)) return unreal.test(object.value);
    if (predicate.equals(dct.type)) return /(SYNTHETIC|TEST)_DATA$/.test(object.value);
    // The words may be in the statement of rights that the sample points to.
    return predicate.equals(dct.rights) && dataset.ownQuads(object).some((quad) => isText(quad.object) && unreal.test(quad.object.value));
  });
}

function isTabular(format: Term): boolean {
  return /(^|[/#.])(csv|tsv|xlsx?|xlsb|xlsm|ods|parquet|sas|dbf|sav|spss|dta)$|ms-excel|spreadsheet|tab-separated-values|apache\.parquet/i.test(
    format.value.trim(),
  );
}
