import { Virtuoso } from './virtuoso.js';
import { descriptionsQuery, keysQuery } from '../../harvesters/sparql/queries.js';
const v = await Virtuoso.start({ maxRows: 30 });
try {
  for (const n of [25, 10, 5, 1]) {
    const q = descriptionsQuery(null, Array.from({length:n},(_, i)=>`https://holder.example/00${i}`));
    const url = `${v.endpoint}?${new URLSearchParams({query:q})}`;
    try { const r = await fetch(url, {headers:{accept:'application/n-triples'}}); console.log('GET', n, url.length, r.status, (await r.text()).slice(0,200)); } catch (e) { console.log('GET', n, url.length, String((e as Error).cause)); }
  }
  const t = Date.now();
  try { const r = await fetch(v.endpoint, {method:'POST', signal: AbortSignal.timeout(4000), headers:{accept:'application/sparql-results+json','content-type':'application/sparql-query'}, body: keysQuery(null,null,5,null)}); console.log('direct', r.status, (await r.text()).slice(0,200)); } catch (e) { console.log('direct', String(e), Date.now()-t); }
} finally { await v.close(); }
