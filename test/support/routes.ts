import { packageRoot } from '../../src/assets.js';
import { createApp, type AppDependencies } from '../../src/http/app.js';
import { portalRouter } from '../../src/portal/routes.js';

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly stack: readonly { readonly method: string }[] };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every route below a router, whatever other routers it is made of. */
function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route === undefined) return routesOf(handle?.stack ?? []);
    const methods = new Set(route.stack.map(({ method }) => method?.toUpperCase()).filter(Boolean));
    return [route.path].flat().flatMap((path) => [...methods].map((method) => `${method} ${path}`));
  });
}

/** The app without a catalogue behind it: enough to see which routes there are. */
export function allRoutes(): { readonly api: string[]; readonly decide: string[] } {
  const nothing = {} as never;
  const portal = portalRouter({
    queries: nothing,
    baseUrl: () => '',
    version: '',
    packageRoot,
    feedback: nothing,
    decide: { gate: nothing, deeds: nothing },
  });
  const dependencies = {
    queries: nothing,
    baseUrl: '',
    gate: nothing,
    clock: nothing,
    logger: nothing,
    health: nothing,
    validations: { desk: { maxBytes: 1 }, waitMs: 0 },
    push: {},
    deeds: nothing,
    trustedProxies: 0,
    pingDeny: [],
    sparql: portalRouter({ queries: nothing, baseUrl: () => '', version: '', packageRoot }),
    portal,
  } as unknown as AppDependencies;
  const stack = (createApp(dependencies) as unknown as { readonly router: { readonly stack: readonly Layer[] } }).router.stack;
  const api = stack.find(({ handle }) => routesOf(handle?.stack ?? []).includes('GET /openapi.json'));
  return {
    api: routesOf(api?.handle?.stack ?? [])
      .filter((route) => !route.startsWith('OPTIONS '))
      .map((route) => route.replace(' /', ' /api/v1/')),
    decide: [...new Set(routesOf((portal as unknown as { readonly stack: readonly Layer[] }).stack).filter((route) => route.endsWith('/decide')))].map(
      (route) => route.replace(' /', ' /:lang/'),
    ),
  };
}
