import { parentPort, workerData } from 'node:worker_threads';
import { CatalogueError } from '../domain/errors.js';
import type { Validator } from '../ports/validator.js';
import { RdfValidateShaclValidator } from '../validation/rdf-validate-shacl-validator.js';
import { ruleList } from '../validation/rule-list.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../validation/shapes-library.js';
import { decodeRequest, type EngineName, type WorkerAnswer, type WorkerRequest, type WorkerStart } from '../validation/worker-messages.js';

/** A validation worker: its own shapes, its own two engines, one request at a time. */
function start(folders: WorkerStart): void {
  const port = parentPort;
  if (port === null) return;
  const post = (answer: WorkerAnswer) => {
    port.postMessage(answer);
  };
  const fail = (id: number | null, error: unknown) => {
    if (error instanceof CatalogueError) post({ kind: 'failed', id, code: error.code, message: error.message, details: error.details });
    else post({ kind: 'failed', id, code: 'internal/error', message: error instanceof Error ? error.message : 'unknown error', details: {} });
  };
  try {
    const profiles = loadShapesLibrary(folders);
    const validators: Readonly<Record<EngineName, Validator>> = {
      'shacl-engine': new ShaclEngineValidator(profiles),
      'rdf-validate-shacl': new RdfValidateShaclValidator(profiles),
    };
    port.on('message', (message: WorkerRequest) => {
      validators[message.engine].validate(decodeRequest(message)).then(
        (report) => {
          post({ kind: 'report', id: message.id, report });
        },
        (error: unknown) => {
          fail(message.id, error);
        },
      );
    });
    const engines = { 'shacl-engine': validators['shacl-engine'].engine, 'rdf-validate-shacl': validators['rdf-validate-shacl'].engine };
    const rules = Object.fromEntries(profiles.map((profile) => [profile.info.id, ruleList(profile)]));
    post({ kind: 'ready', profiles: profiles.map((profile) => profile.info), rules, engines });
  } catch (error) {
    fail(null, error);
  }
}

start(workerData as WorkerStart);
