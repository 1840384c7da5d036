import { vocabulary } from './namespace.js';

/** piveau's metrics of metadata quality, as data.europa.eu names them; the metrics are the keys of `mqaIndicators` */
export const pv = vocabulary('https://piveau.eu/ns/voc#', 'score');
