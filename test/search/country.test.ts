import { expect, it } from 'vitest';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { countryOf } from '../../src/search/country.js';

const concepts = Concepts.load([authorityFolder, mappingsFolder]);
const eu = 'http://publications.europa.eu/resource/authority';

it.each([
  [`${eu}/country/NLD`, 'NLD'],
  [`${eu}/place/NLD_AMS`, 'NLD'],
  [`${eu}/atu/BEL_VAN`, 'BEL'],
  ['http://data.europa.eu/nuts/code/NL31', 'NLD'],
  ['http://nuts.geovocab.org/id/EL30', 'GRC'],
  ['http://data.europa.eu/nuts/code/UKI', 'GBR'],
  ['https://identifier.overheid.nl/tooi/id/gemeente/gm0363', 'NLD'],
  ['http://standaarden.overheid.nl/owms/terms/Utrecht_(provincie)', 'NLD'],
  [`${eu}/place/XXX_YYY`, null],
  ['http://sws.geonames.org/2759794/', null],
  ['https://a.example/nuts/code/NL', null],
])('%s is in %s', (place, code) => {
  expect(countryOf(place, concepts)).toBe(code === null ? null : `${eu}/country/${code}`);
});
