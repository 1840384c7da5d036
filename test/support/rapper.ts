import { spawnSync } from 'node:child_process';

/** Names of our formats as raptor knows them. */
export type RapperFormat = 'nquads' | 'trig' | 'turtle' | 'rdfxml' | 'ntriples';

/** Whether raptor (`raptor2-utils`) is installed here; where it is not, one line says what is left out. */
export function hasRapper(): boolean {
  const isThere = spawnSync('rapper', ['--version']).error === undefined;
  if (!isThere) console.log('rapper is not installed (Debian package raptor2-utils): its reading of our RDF is not tested here.');
  return isThere;
}

/** Reads a document with a parser that others use, written in C: how many statements it found, and what it complained about. */
export function rapper(format: RapperFormat, text: string): { readonly statements: number; readonly complaints: readonly string[] } {
  const { stdout, stderr } = spawnSync('rapper', ['-q', '-i', format, '-o', 'nquads', '-', 'http://base.example/'], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  return { statements: stdout.split('\n').filter((line) => line !== '').length, complaints: stderr.split('\n').filter((line) => line !== '') };
}
