/** Whether a name is a pattern and not a plain path. */
export function isGlob(name: string): boolean {
  return /[*?{[]/.test(name);
}

/**
 * A pattern of file names as a regular expression: `*` and `?` within one name, `**` over folders, `{a,b}` for alternatives and
 * `[abc]` for one character. Names that begin with a dot are only found when the pattern says the dot.
 */
export function globPattern(glob: string): RegExp {
  let pattern = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    const startsName = at === 0 || glob.charAt(at - 1) === '/';
    const visible = startsName ? '(?!\\.)' : '';
    if (startsName && (glob.startsWith('**/', at) || glob.slice(at) === '**')) {
      pattern += glob.slice(at) === '**' ? '(?!\\.)[^/]+(?:/(?!\\.)[^/]+)*' : '(?:(?!\\.)[^/]+/)*';
      at += 2;
    } else if (char === '*') pattern += `${visible}[^/]*`;
    else if (char === '?') pattern += `${visible}[^/]`;
    else if (char === '[' && /^\[!?[^\]/]+\]/.test(glob.slice(at))) {
      const end = glob.indexOf(']', at + 2);
      pattern += `${visible}[${glob
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/[\\[]/g, '\\$&')}]`;
      at = end;
    } else if (char === '{' && glob.includes('}', at)) {
      pattern += '(?:';
      depth++;
    } else if (char === '}' && depth > 0) {
      pattern += ')';
      depth--;
    } else if (char === ',' && depth > 0) pattern += '|';
    else pattern += char.replace(/[.+^$()|\\{}[\]]/, '\\$&');
  }
  return new RegExp(`^${pattern}$`, 'u');
}

/** The folder that a pattern begins with, from which there is to be searched. */
export function globRoot(glob: string): string {
  const plain = glob.slice(0, glob.search(/[*?{[]/));
  return plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) || '/' : '.';
}
