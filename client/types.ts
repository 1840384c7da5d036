import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { packageRoot } from '../src/assets.js';
import { openApi } from '../src/http/openapi-document.js';

/** Where the types of the API are kept; `npm run client` writes them. */
export const typesFile = join(packageRoot, 'client', 'api.d.ts');

/** The types of the API, made from its OpenAPI document. */
export async function clientTypes(): Promise<string> {
  const document = openApi('https://catalogue.example', '', 'desk@catalogue.example') as unknown as OpenAPI3;
  const types = astToString(await openapiTypes(document, { emptyObjectsUnknown: true, alphabetize: true }));
  return `// Made by "npm run client" from the OpenAPI document; what is changed here by hand is lost.\n\n${types}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(typesFile, await clientTypes());
