import type { Term } from '@rdfjs/types';
import { csvw } from '../../vocab/csvw.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { geosparql } from '../../vocab/geosparql.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { rdfs } from '../../vocab/rdfs.js';
import { schema } from '../../vocab/schema.js';
import { skos } from '../../vocab/skos.js';
import type { Node } from '../description-writer.js';
import { looksLikeIri } from '../value-forms.js';
import type { Mapping } from './schema-org.js';

const moment = String.raw`-?\d{4,6}(?:-\d\d(?:-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?`;
const interval = new RegExp(`^(${moment}|\\.\\.)?\\s*/\\s*(${moment}|\\.\\.)?$`, 'i');
const single = new RegExp(`^${moment}$`, 'i');

/** ISO 8601 intervals, open ones (`2019/..`), single years and years before our era; anything else is kept as a label. */
export function periodOf(text: string): { readonly start: string | null; readonly end: string | null } | null {
  const value = text.trim();
  if (single.test(value)) return { start: value, end: value };
  const parts = interval.exec(value);
  if (parts === null) return null;
  const [start, end] = [parts[1], parts[2]].map((part) => (part === undefined || part === '..' ? null : part));
  return start == null && end == null ? null : { start: start ?? null, end: end ?? null };
}

export function writeTemporal({ graph, writer }: Mapping, source: Term, dataset: Node): void {
  for (const coverage of graph.values(source, schema.temporalCoverage)) {
    const period = periodOf(coverage);
    if (period !== null) writer.period(dataset, dct.temporal, period.start, period.end);
    else if (coverage.trim() !== '') {
      const node = writer.node(null, dct.PeriodOfTime);
      writer.text(node, rdfs.label, coverage);
      writer.add(dataset, dct.temporal, node);
    }
  }
}

export function writeSpatial({ graph, writer, language }: Mapping, source: Term, dataset: Node): void {
  for (const place of graph.objects(source, schema.spatialCoverage)) {
    if (place.termType === 'NamedNode' && !graph.isDescribed(place)) {
      writer.iri(dataset, dct.spatial, place.value);
      continue;
    }
    if (place.termType === 'Literal' && looksLikeIri(place.value)) {
      writer.iri(dataset, dct.spatial, place.value);
      continue;
    }
    const node = writer.node(place.termType === 'NamedNode' ? place.value : null, dct.Location);
    if (place.termType === 'Literal') writer.text(node, skos.prefLabel, place.value, place.language === '' ? language : place.language);
    for (const name of graph.literals(place, schema.name)) writer.text(node, skos.prefLabel, name.value, name.language === '' ? language : name.language);
    for (const shape of [place, ...graph.objects(place, schema.geo)]) {
      for (const box of graph.values(shape, schema.box)) writer.typed(node, dcat.bbox, boxToWkt(box), geosparql.wktLiteral);
      for (const polygon of graph.values(shape, schema.polygon)) writer.typed(node, dcat.bbox, polygonToWkt(polygon), geosparql.wktLiteral);
      const [latitude, longitude] = [graph.values(shape, schema.latitude)[0], graph.values(shape, schema.longitude)[0]].map(Number);
      if (Number.isFinite(latitude) && Number.isFinite(longitude))
        writer.typed(node, dcat.centroid, `POINT(${String(longitude)} ${String(latitude)})`, geosparql.wktLiteral);
    }
    writer.add(dataset, dct.spatial, node);
  }
}

/** schema.org writes latitude first, well-known text longitude first. */
function pointsOf(text: string): readonly (readonly [lat: number, lon: number])[] | null {
  const numbers = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (numbers.length < 4 || numbers.length % 2 !== 0 || numbers.length > 20_000 || numbers.some((number) => !Number.isFinite(number))) return null;
  return Array.from({ length: numbers.length / 2 }, (_, at) => [numbers[2 * at] ?? 0, numbers[2 * at + 1] ?? 0] as const);
}

export function boxToWkt(text: string): string | null {
  const [first, second, ...more] = pointsOf(text) ?? [];
  if (first === undefined || second === undefined || more.length > 0) return null;
  const [south, north] = [Math.min(first[0], second[0]), Math.max(first[0], second[0])];
  const [west, east] = [first[1], second[1]];
  return `POLYGON((${[
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
    .map(([x, y]) => `${String(x)} ${String(y)}`)
    .join(',')}))`;
}

export function polygonToWkt(text: string): string | null {
  const points = pointsOf(text);
  const [first, last] = [points?.[0], points?.at(-1)];
  if (points === null || first === undefined || last === undefined || points.length < 3) return null;
  const closed = first[0] === last[0] && first[1] === last[1] ? points : [...points, first];
  return `POLYGON((${closed.map(([lat, lon]) => `${String(lon)} ${String(lat)}`).join(',')}))`;
}

/** Variables that are described become the columns of one table (CSVW); a variable that is only a word is a keyword. */
export function writeVariables({ graph, writer, language }: Mapping, source: Term, dataset: Node): void {
  const variables = graph.objects(source, schema.variableMeasured);
  const structured = variables.filter((variable) => variable.termType !== 'Literal' && graph.literals(variable, schema.name).length > 0);
  for (const variable of variables)
    if (variable.termType === 'Literal') writer.text(dataset, dcat.keyword, variable.value, variable.language === '' ? language : variable.language);
  if (structured.length === 0) return;
  const [group, table] = [writer.node(null, csvw.TableGroup), writer.node(null, csvw.Table)];
  for (const title of graph.literals(source, schema.name)) {
    for (const node of [group, table]) writer.text(node, csvw.title, title.value, title.language === '' ? language : title.language);
  }
  for (const variable of structured) {
    const column = writer.node(variable.termType === 'NamedNode' ? variable.value : null, csvw.Column);
    const name = graph.literals(variable, schema.name)[0];
    writer.text(column, csvw.name, name?.value);
    writer.text(column, csvw.title, name?.value, name?.language === '' ? language : name?.language);
    for (const description of graph.literals(variable, schema.description)) writer.text(column, dct.description, description.value, description.language);
    for (const unit of graph.values(variable, schema.unitText)) writer.text(column, rdfs.comment, unit);
    for (const property of graph.values(variable, schema.propertyID).slice(0, 1)) writer.iri(column, csvw.propertyUrl, property);
    writer.add(table, csvw.column, column);
  }
  writer.add(group, csvw.table, table);
  writer.add(dataset, h.hasVariables, group);
}
