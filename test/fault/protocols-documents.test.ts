import { houses } from './houses/all.js';
import { describeRows } from './table.js';

describeRows(houses.documents);
