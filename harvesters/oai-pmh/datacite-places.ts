import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { geosparql } from '../../vocab/geosparql.js';
import { locn } from '../../vocab/locn.js';
import { rdfs } from '../../vocab/rdfs.js';
import type { DataCiteTarget } from './datacite.js';
import { childOf, elementsOf, wordsOf, type XmlElement } from './xml.js';

/**
 * Places as `dct:Location` with a name, a point, a box or a polygon in well-known text. DataCite names latitude and
 * longitude apart; WKT wants longitude first.
 */
export function writeGeoLocations({ writer, dataset }: DataCiteTarget, element: XmlElement): void {
  for (const place of elementsOf(element, 'geoLocation')) {
    const name = wordsOf(childOf(place, 'geoLocationPlace'));
    const point = pointOf(childOf(place, 'geoLocationPoint'));
    const box = boxOf(childOf(place, 'geoLocationBox'));
    const polygons = elementsOf(place, 'geoLocationPolygon').flatMap((polygon) => ringOf(polygon) ?? []);
    if (name === null && point === null && box === null && polygons.length === 0) continue;
    const location = writer.node(null, dct.Location);
    writer.text(location, rdfs.label, name);
    if (point !== null) writer.add(location, dcat.centroid, wkt(`POINT(${point})`));
    if (box !== null) writer.add(location, dcat.bbox, wkt(box));
    for (const ring of polygons) writer.add(location, locn.geometry, wkt(ring));
    writer.add(dataset, dct.spatial, location);
  }
}

function wkt(text: string): ReturnType<typeof DataFactory.literal> {
  return DataFactory.literal(text, geosparql.wktLiteral);
}

function coordinate(element: XmlElement | undefined, limit: number): number | null {
  const text = wordsOf(element) ?? '';
  const value = /^[+-]?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= limit ? value : null;
}

function pointOf(element: XmlElement | undefined): string | null {
  const longitude = coordinate(childOf(element, 'pointLongitude'), 180);
  const latitude = coordinate(childOf(element, 'pointLatitude'), 90);
  return longitude === null || latitude === null ? null : `${String(longitude)} ${String(latitude)}`;
}

function boxOf(element: XmlElement | undefined): string | null {
  const west = coordinate(childOf(element, 'westBoundLongitude'), 180);
  const east = coordinate(childOf(element, 'eastBoundLongitude'), 180);
  const south = coordinate(childOf(element, 'southBoundLatitude'), 90);
  const north = coordinate(childOf(element, 'northBoundLatitude'), 90);
  if (west === null || east === null || south === null || north === null) return null;
  return polygon([
    `${String(west)} ${String(south)}`,
    `${String(east)} ${String(south)}`,
    `${String(east)} ${String(north)}`,
    `${String(west)} ${String(north)}`,
  ]);
}

function ringOf(element: XmlElement): string | null {
  const points = elementsOf(element, 'polygonPoint').map(pointOf);
  return points.length < 3 || points.includes(null) ? null : polygon(points.map(String));
}

function polygon(points: readonly string[]): string {
  const ring = points[0] === points.at(-1) ? points : [...points, points[0] ?? ''];
  return `POLYGON((${ring.join(', ')}))`;
}
