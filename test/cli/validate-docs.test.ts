import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { validateCommand } from '../../src/cli/validate.js';
import { reportFormats } from '../../src/report/formats.js';

const page = readFileSync(join(packageRoot, 'docs', 'validating.md'), 'utf8');

describe('docs/validating.md', () => {
  it('names every option and every format', () => {
    const options = [...(validateCommand.details ?? '').matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(options.length).toBeGreaterThan(12);
    expect(options.filter((option) => !page.includes(option))).toEqual([]);
    expect(Object.keys(reportFormats).filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
  });

  it.each(['github-actions.yml', 'gitlab-ci.yml'])('shows %s as it is in the examples, with options that there are', (name) => {
    const example = readFileSync(join(packageRoot, 'docs', 'examples', name), 'utf8');
    expect(page).toContain(`\`\`\`yaml\n${example}\`\`\``);
    const command = /ndc\.mjs (validate .*)/.exec(example)?.[1] ?? '';
    expect(command.match(/--[a-z-]+/g)?.filter((option) => !(validateCommand.details ?? '').includes(option))).toEqual([]);
  });
});
