import type { NamedNode } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { geosparql } from '../../vocab/geosparql.js';
import { locn } from '../../vocab/locn.js';
import { skos } from '../../vocab/skos.js';
import type { DescriptionWriter, Node } from '../description-writer.js';
import { isObject, type Fields } from './package-fields.js';

/** Places: a form's subfields, else the extras (`spatial_uri`, `spatial_text`, `spatial` with GeoJSON). */
export function writeSpatial(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  const places = fields.objects('spatial_coverage').filter((place) => !place.isEmpty());
  for (const place of places)
    writeLocation(writer, dataset, {
      uri: place.text('uri'),
      label: place.text('text'),
      shapes: [
        [locn.geometry, place.raw('geom')],
        [dcat.bbox, place.raw('bbox')],
        [dcat.centroid, place.raw('centroid')],
      ],
    });
  if (places.length > 0) return;
  for (const value of fields.list('spatial_coverage')) writer.labelled(dataset, dct.spatial, value, dct.Location);
  const geometry = geoJsonToWkt(fields.raw('spatial'));
  const named = geometry === null ? fields.text('spatial') : null;
  writeLocation(writer, dataset, {
    uri: fields.text('spatial_uri') ?? (named !== null && /^https?:/.test(named) ? named : null),
    label: fields.text('spatial_text') ?? (named !== null && !/^(https?:|[[{])/.test(named) ? named : null),
    shapes: [
      [locn.geometry, fields.raw('spatial')],
      [dcat.bbox, fields.raw('spatial_bbox')],
      [dcat.centroid, fields.raw('spatial_centroid')],
    ],
  });
}

function writeLocation(
  writer: DescriptionWriter,
  dataset: Node,
  place: { readonly uri: string | null; readonly label: string | null; readonly shapes: readonly (readonly [NamedNode, unknown])[] },
): void {
  const shapes = place.shapes.flatMap(([predicate, value]) => {
    const text = geoJsonToWkt(value);
    return text === null ? [] : [[predicate, text] as const];
  });
  if (place.label === null && shapes.length === 0) {
    writer.iri(dataset, dct.spatial, place.uri);
    return;
  }
  const node = writer.node(place.uri, dct.Location);
  writer.text(node, skos.prefLabel, place.label);
  for (const [predicate, text] of shapes) writer.typed(node, predicate, text, geosparql.wktLiteral);
  writer.add(dataset, dct.spatial, node);
}

/** A GeoJSON geometry, or its text, as well-known text; null for anything else. Both write longitude first. */
export function geoJsonToWkt(value: unknown): string | null {
  let geometry = value;
  if (typeof value === 'string') {
    if (!value.trim().startsWith('{')) return null;
    try {
      geometry = JSON.parse(value) as unknown;
    } catch {
      return null;
    }
  }
  if (!isObject(geometry)) return null;
  const { type, coordinates } = geometry;
  if (type === 'Point') return isPoint(coordinates) ? `POINT(${pair(coordinates)})` : null;
  if (type === 'Polygon') return isPolygon(coordinates) ? `POLYGON${polygon(coordinates)}` : null;
  if (type === 'MultiPolygon')
    return Array.isArray(coordinates) && coordinates.length > 0 && coordinates.every(isPolygon) ? `MULTIPOLYGON(${coordinates.map(polygon).join(',')})` : null;
  return null;
}

type Point = readonly number[];

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length >= 2 && value.slice(0, 2).every((number) => typeof number === 'number' && Number.isFinite(number));
}

function isPolygon(value: unknown): value is readonly (readonly Point[])[] {
  return Array.isArray(value) && value.length > 0 && value.every((ring) => Array.isArray(ring) && ring.length > 2 && ring.every(isPoint));
}

function pair(point: Point): string {
  return `${String(point[0])} ${String(point[1])}`;
}

function polygon(rings: readonly (readonly Point[])[]): string {
  return `(${rings.map((ring) => `(${ring.map(pair).join(',')})`).join(',')})`;
}
