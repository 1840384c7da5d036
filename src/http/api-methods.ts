import { apiOperations } from './openapi-document.js';

/** The paths of the API as patterns, each with what may be done there. */
const known = [...new Set(apiOperations.map(({ path }) => path))].map((path) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  methods: apiOperations.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase()),
}));

/** The methods of a path below `/api/v1`, as `Allow` lists them; none where there is nothing (RFC 9110, section 10.2.1). */
export function methodsAt(path: string): readonly string[] {
  const methods = known.filter(({ pattern }) => pattern.test(path)).flatMap((entry) => entry.methods);
  return methods.length === 0 ? [] : [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))), 'OPTIONS'];
}
