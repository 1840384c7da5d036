import { vocabulary } from './namespace.js';

/** Semanticscience ontology: the metrics that a FAIR Data Point adds to each record (protocols.md FDP-17). */
export const sio = vocabulary('http://semanticscience.org/resource/', 'SIO_000628');
