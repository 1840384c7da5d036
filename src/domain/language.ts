/** Texts by BCP 47 tag, `''` for untagged; several texts with one tag keep their order. */
export type LanguageMap = Readonly<Record<string, readonly string[]>>;

/** A language of the portal. */
export type PortalLanguage = 'nl' | 'en';

export const portalLanguages: readonly PortalLanguage[] = ['nl', 'en'];

export interface ChosenText {
  readonly text: string;
  /** The tag it was found under, `''` for untagged. */
  readonly lang: string;
}

/**
 * The text to show to a reader: UI language, then the other portal language, then untagged, then the first there is
 * (portal.md section 9). A regional tag (`nl-BE`) counts as its language.
 */
export function chooseText(map: LanguageMap, lang: string): ChosenText | undefined {
  const other = lang === 'nl' ? 'en' : 'nl';
  for (const wanted of [lang, other, '']) {
    for (const [tag, texts] of Object.entries(map)) {
      const first = texts[0];
      if (first !== undefined && (tag === wanted || (wanted !== '' && tag.split('-')[0] === wanted))) return { text: first, lang: tag };
    }
  }
  for (const [tag, texts] of Object.entries(map)) {
    const first = texts[0];
    if (first !== undefined) return { text: first, lang: tag };
  }
  return undefined;
}

/** All texts of a map, whatever their language. */
export function allTexts(map: LanguageMap): readonly string[] {
  return Object.values(map).flat();
}

export function isEmptyMap(map: LanguageMap): boolean {
  return Object.values(map).every((texts) => texts.length === 0);
}
