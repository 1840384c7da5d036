import { xsd } from '../../vocab/xsd.js';

/**
 * Literals as a remote server keeps them. A server may refuse a literal whose text does not fit its datatype, or keep the value of one
 * and forget how it was written (Virtuoso: "P1D"^^xsd:duration becomes 86400.0, a wktLiteral another type). Those go under a datatype
 * that no server knows, and come out as they were; all others stay what they are, so that the server can calculate with them.
 */
const prefix = 'urn:ndc:written:';

const ns = xsd.string.value.slice(0, -'string'.length);
const year = String.raw`-?(?:[1-9]\d{3,}|0\d{3})`;
const day = String.raw`(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?`;
const zone = String.raw`(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?`;
const whole = /^-?(?:0|[1-9]\d{0,14})$/;

/** Texts that every server reads in the same way, by datatype; other texts of these types are written as they are. */
const plain: Readonly<Record<string, RegExp>> = Object.fromEntries([
  ...[
    'integer',
    'nonNegativeInteger',
    'positiveInteger',
    'nonPositiveInteger',
    'negativeInteger',
    'long',
    'int',
    'short',
    'byte',
    'unsignedLong',
    'unsignedInt',
    'unsignedShort',
    'unsignedByte',
  ].map((name) => [ns + name, whole] as const),
  [`${ns}decimal`, /^-?\d{1,12}(?:\.\d{1,6})?$/],
  [`${ns}double`, /^-?\d{1,12}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?$/],
  [`${ns}float`, /^-?\d{1,7}(?:\.\d{1,6})?(?:[eE][+-]?\d)?$/],
  [`${ns}boolean`, /^(?:true|false)$/],
  [`${ns}date`, new RegExp(`^${year}-${day}${zone}$`)],
  [`${ns}dateTime`, new RegExp(`^${year}-${day}T${time}${zone}$`)],
]);

/** Types of which servers are known to keep something else than was written, each with a literal to try them with. */
export const doubtfulTypes: Readonly<Record<string, string>> = {
  [`${ns}time`]: '12:30:00',
  [`${ns}gYear`]: '2020',
  [`${ns}gYearMonth`]: '2020-05',
  [`${ns}gMonthDay`]: '--05-01',
  [`${ns}gMonth`]: '--05',
  [`${ns}gDay`]: '---01',
  [`${ns}duration`]: 'P1D',
  [`${ns}dayTimeDuration`]: 'P1D',
  [`${ns}yearMonthDuration`]: 'P1Y',
  [`${ns}hexBinary`]: 'aB',
  [`${ns}base64Binary`]: 'YWI=',
  [`${ns}anyURI`]: 'https://holder.example/a b',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML': '<p>h<br></p>',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral': '<p>h</p>',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON': '{ "a": 1 }',
  'http://www.opengis.net/ont/geosparql#wktLiteral': 'POLYGON((1 2,3 4,5 6,1 2))',
  'http://www.opengis.net/ont/geosparql#geoJSONLiteral': '{"type":"Point","coordinates":[1,2]}',
  'http://www.opengis.net/ont/geosparql#gmlLiteral': '<gml:Point/>',
  'https://www.iana.org/assignments/media-types/application/vnd.geo+json': '{"type":"Point","coordinates":[1,2]}',
};

/** Literals of N-Triples one after the other, with their datatype where they have one; IRIs hold no quotes. */
const literal = /("(?:[^"\\\n]|\\.)*")(?:\^\^<([^>]*)>|@[\w-]+)?/g;

/** How literals are written to one server, and read back. */
export class RemoteLiterals {
  /** @param asWritten datatypes whose literals the server does not keep as they are */
  constructor(readonly asWritten: ReadonlySet<string>) {}

  /** N-Triples for the server. */
  encode(nTriples: string): string {
    return nTriples.replace(literal, (found, text: string, datatype: string | undefined) => {
      if (datatype === undefined) return found;
      const stored = this.datatype(text.slice(1, -1), datatype);
      return stored === datatype ? found : `${text}^^<${stored}>`;
    });
  }

  /** The datatype under which a literal is kept. */
  datatype(text: string, datatype: string): string {
    const fits = plain[datatype];
    return this.asWritten.has(datatype) || (fits !== undefined && !fits.test(text)) ? prefix + datatype : datatype;
  }
}

/** N-Triples for a server, with the literals as they were written. */
export function decodeLines(nTriples: string): string {
  return nTriples.replace(literal, (found, text: string, datatype: string | undefined) => {
    const own = writtenType(datatype ?? '');
    return datatype === undefined || own === datatype ? found : `${text}^^<${own}>`;
  });
}

/** The datatype as it was written, of one that came from a server. */
export function writtenType(datatype: string): string {
  return datatype.startsWith(prefix) ? datatype.slice(prefix.length) : datatype;
}
