import { describe, expect, it } from 'vitest';
import { emptySearch, parseSearch, searchPath, withoutValue } from '../../src/portal/search-state.js';

const parse = (query: string) => parseSearch(new URLSearchParams(query));

describe('search state', () => {
  it('ignores unknown parameters, blank values and impossible pages and years', () => {
    expect(parse('foo=bar&utm_source=x&category=&page=0&from=abc&to=20150&sort=nonsense')).toEqual(emptySearch);
  });

  it('keeps unknown values, so that they can be shown as chips', () => {
    expect(parse('category=BESTAATNIET').facets).toEqual({ category: ['BESTAATNIET'] });
  });

  it('writes parameters in one fixed order, whatever order they came in', () => {
    const one = parse('page=2&to=2020&category=REG&access=PUBLIC&q=a&category=EHRS&from=2010&sort=title');
    const other = parse('category=EHRS&category=REG&sort=title&q=a&from=2010&page=2&access=PUBLIC&to=2020&category=EHRS');
    expect(searchPath(one)).toBe('/datasets?q=a&access=PUBLIC&category=EHRS&category=REG&from=2010&to=2020&sort=title&page=2');
    expect(searchPath(other)).toBe(searchPath(one));
  });

  it('leaves defaults out', () => {
    expect(searchPath(parse('q=&sort=modified&page=1'))).toBe('/datasets');
    expect(searchPath(parse('q=x&sort=relevance'))).toBe('/datasets?q=x');
    expect(searchPath(parse('q=x&sort=modified'))).toBe('/datasets?q=x&sort=modified');
    expect(searchPath(parse('sort=relevance'))).toBe('/datasets');
  });

  it('reads back what it wrote', () => {
    const state = parse('q=caf%C3%A9+%26+co&holder=a&holder=b&from=1999&page=3');
    expect(parse(searchPath(state).split('?')[1] ?? '')).toEqual(state);
  });

  it('goes back to page 1 when a value is removed, and drops a facet without values', () => {
    const state = withoutValue(parse('access=PUBLIC&page=4'), 'access', 'PUBLIC');
    expect(searchPath(state)).toBe('/datasets');
  });
});
