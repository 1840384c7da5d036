// Stands in for a validation worker: never ends for one subject, dies for another, answers the rest.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (message) => {
  if (message.subject === 'urn:example:stuck') for (;;);
  if (message.subject === 'urn:example:dies') process.exit(1);
  parentPort.postMessage({ kind: 'report', id: message.id, report: { profile: message.profile, engine: message.engine, results: [] } });
});
parentPort.postMessage({
  kind: 'ready',
  profiles: [{ id: 'p' }],
  engines: { 'shacl-engine': 'shacl-engine 0.0.0', 'rdf-validate-shacl': 'rdf-validate-shacl 0.0.0' },
});
