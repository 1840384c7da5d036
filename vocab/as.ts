import { vocabulary } from './namespace.js';

/** ActivityStreams 2.0 */
export const as = vocabulary('https://www.w3.org/ns/activitystreams#', 'Create', 'Update', 'Delete', 'object', 'published');
