import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { JudgeDependencies } from '../../catalogue/judge.js';
import { mediaTypeOf, type RdfFormat } from '../../rdf/format.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf } from './text.js';
import { formatNames } from './validator-result.js';
import type { Choice, FieldMistake } from './form-field.js';

export type FormField = 'text' | 'file' | 'url' | 'profile' | 'station' | 'format';

export type FormError = FieldMistake<FormField>;

/** What stands in the form; as typed. */
export interface FormValues {
  readonly text: string;
  readonly url: string;
  readonly profile: string;
  readonly station: string;
  readonly format: string;
  readonly keep: boolean;
}

export const emptyForm: FormValues = { text: '', url: '', profile: '', station: '', format: '', keep: false };

export interface ValidatorFormModel {
  readonly values: FormValues;
  readonly errors: readonly FormError[];
  readonly profiles: readonly Choice[];
  readonly stations: readonly Choice[];
  readonly formats: readonly Choice[];
  readonly policy: string;
  readonly maxSize: string;
  readonly keepMinutes: number;
}

export interface FormSettings {
  readonly policy: JudgeDependencies['policy']['mode'];
  readonly maxBytes: number;
  readonly keepMs: number;
}

export function validatorFormModel(
  values: FormValues,
  errors: readonly FormError[],
  settings: FormSettings,
  queries: Pick<CatalogueQueries, 'profiles' | 'stations'>,
  context: PageContext,
): ValidatorFormModel {
  const words = context.m.validator;
  const profiles = queries.profiles();
  const title = (id: string): string => {
    const info = profiles.find((profile) => profile.id === id);
    return info === undefined ? id : (textOf(info.title, context, 200)?.text ?? id);
  };
  return {
    values,
    errors,
    profiles: [
      { value: '', text: words.form.profileDefault },
      ...profiles.map((profile) => ({
        value: profile.id,
        text: words.form.profileOption(
          title(profile.id),
          profile.version,
          profile.variants.map(({ name, provisional }) => (provisional ? `${name} (${words.profiles.provisional})` : name)),
        ),
      })),
    ],
    stations: [
      { value: '', text: words.form.stationNone },
      ...queries
        .stations()
        .filter(({ state }) => state !== 'retired')
        .map(({ station }) => ({ value: station.id, text: (textOf(station.title, context, 200) ?? plain(station.id)).text }))
        .sort((a, b) => context.f.compare(a.text, b.text)),
    ],
    formats: [{ value: '', text: words.form.formatAuto }, ...rdfFormats.map((format) => ({ value: format, text: formatNames[format] }))],
    policy: words.policy[settings.policy],
    maxSize: context.f.bytes(settings.maxBytes),
    keepMinutes: Math.max(1, Math.round(settings.keepMs / 60_000)),
  };
}

const rdfFormats = Object.keys(mediaTypeOf) as RdfFormat[];

/** The media type of a format chosen in the form; undefined for what is not in the list. */
export function chosenMediaType(format: string): string | undefined {
  if (format === '') return '';
  const known = rdfFormats.find((name) => name === format);
  return known === undefined ? undefined : mediaTypeOf[known];
}
