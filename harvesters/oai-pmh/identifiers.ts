import { isValidIri } from '../../src/rdf/iri.js';

/** A DOI in any spelling as its address; null for anything else. The suffix keeps its case: it is the holder's IRI. */
export function doiIri(value: string): string | null {
  const doi = /^(?:https?:\/\/(?:dx\.)?(?:www\.)?doi\.org\/|info:doi\/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*\/\S+)$/i.exec(value.trim())?.[1];
  return doi === undefined ? null : checked(`https://doi.org/${doi.replace(/\/+$/, '')}`);
}

/** The address of an identifier whose kind is named (DataCite: DOI, Handle, URL, ...); null when it has none. */
export function identifierIri(value: string, kind: string): string | null {
  const text = value.trim();
  switch (kind.trim().toLowerCase()) {
    case 'doi':
      return doiIri(text);
    case 'handle':
      return /^https?:/i.test(text) ? checked(text) : checked(`https://hdl.handle.net/${text.replace(/^hdl:/i, '')}`);
    case 'orcid':
      return personIri(text, /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/i, 'https://orcid.org/');
    case 'ror':
      return personIri(text, /0[a-z0-9]{6}\d{2}/i, 'https://ror.org/');
    case 'isni':
      return personIri(text.replace(/\s/g, ''), /\d{15}[\dX]/i, 'https://isni.org/isni/');
    default:
      return /^(https?:\/\/|urn:)/i.test(text) ? checked(text) : null;
  }
}

function personIri(text: string, form: RegExp, host: string): string | null {
  const code = form.exec(text)?.[0];
  return code === undefined ? null : host + code;
}

function checked(iri: string): string | null {
  return isValidIri(iri) ? iri : null;
}
