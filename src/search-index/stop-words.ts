/** Words that say nothing by themselves: they need not be found, though they count when they are. Folded. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'de het een en of van in op te met voor aan bij door naar om uit over tot is zijn die dat deze dit er als ook niet of wat welke waar alle onder tegen na ' +
    'the a an and or of in on to with for at by from about into is are was were be that this these those as it its not which what where all any between during ' +
    'data gegevens dataset datasets gegevensset'
  ).split(' '),
);
