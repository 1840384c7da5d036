// Runs the validation worker from its TypeScript sources, so that the test needs no build.
import { register } from 'tsx/esm/api';

register();
await import('../../src/workers/validation.ts');
