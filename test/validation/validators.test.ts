import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { describeValidator } from './contract.js';
import { library } from './support.js';

const decides = new ShaclEngineValidator(library());
const second = new RdfValidateShaclValidator(library());

describeValidator(
  'shacl-engine',
  () => decides,
  () => second,
);
describeValidator(
  'rdf-validate-shacl',
  () => second,
  () => decides,
);
