import { indicatorInfo, type Assessment, type Indicator } from './mqa.js';

/** One thing that a holder can do, and the indicators that it settles. */
export const qualityActions = {
  keywords: ['keywordAvailability'],
  themes: ['categoryAvailability'],
  spatial: ['spatialAvailability'],
  temporal: ['temporalAvailability'],
  accessUrl: ['accessUrlStatusCode'],
  downloadUrl: ['downloadUrlAvailability', 'downloadUrlStatusCode'],
  hdab: ['hdabAvailability'],
  legislation: ['legislationAvailability'],
  healthCategory: ['healthCategoryAvailability'],
  populationCoverage: ['populationCoverageAvailability'],
  size: ['sizeAvailability'],
  sampleOrDictionary: ['sampleOrDictionaryAvailability'],
  accessConditions: ['accessConditionsAvailability'],
  qualityLabel: ['qualityLabelAvailability'],
  format: [
    'formatAvailability',
    'mediaTypeAvailability',
    'formatMediaTypeVocabularyAlignment',
    'formatMediaTypeNonProprietary',
    'formatMediaTypeMachineInterpretable',
  ],
  dcatAp: ['dcatApCompliance'],
  licence: ['licenceAvailability', 'knownLicence'],
  accessRights: ['accessRightsAvailability', 'accessRightsVocabularyAlignment'],
  contactPoint: ['contactPointAvailability'],
  publisher: ['publisherAvailability'],
  rights: ['rightsAvailability'],
  byteSize: ['byteSizeAvailability'],
  issued: ['dateIssuedAvailability'],
  modified: ['dateModifiedAvailability'],
} as const satisfies Readonly<Record<string, readonly Indicator[]>>;

export type QualityAction = keyof typeof qualityActions;

export interface QualityGain {
  readonly action: QualityAction;
  /** Points that it adds to the MQA, and to the health-aware score. */
  readonly mqa: number;
  readonly health: number;
  /** Indicators that it settles and that fail now. What is unknown is nobody's to mend: we have not looked, or cannot tell. */
  readonly indicators: readonly Indicator[];
}

/**
 * What would gain most, best first: by the larger of the two gains, then by both together.
 *
 * @param isOpen whether the data are public; for other data nobody is advised to put up a download
 */
export function gainsOf(mqa: Assessment, health: Assessment, isOpen: boolean): QualityGain[] {
  const failing = ({ marks }: Assessment, indicators: readonly Indicator[]): Indicator[] => indicators.filter((indicator) => marks[indicator] === 'fail');
  const points = (indicators: readonly Indicator[]): number => indicators.reduce((sum, indicator) => sum + indicatorInfo[indicator].points, 0);
  return (Object.keys(qualityActions) as QualityAction[])
    .filter((action) => isOpen || action !== 'downloadUrl')
    .map((action) => {
      const [inMqa, inHealth] = [failing(mqa, qualityActions[action]), failing(health, qualityActions[action])];
      return { action, mqa: points(inMqa), health: points(inHealth), indicators: [...new Set([...inMqa, ...inHealth])] };
    })
    .filter((gain) => gain.indicators.length > 0)
    .sort((a, b) => Math.max(b.mqa, b.health) - Math.max(a.mqa, a.health) || b.mqa + b.health - (a.mqa + a.health));
}
