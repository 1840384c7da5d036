import { authorityFolder, shapesFolder } from '../assets.js';
import { chooseText } from '../domain/language.js';
import { loadShapesLibrary } from '../validation/shapes-library.js';
import { print, readWords, UsageError, type Command } from './command.js';

export const profilesCommand: Command = {
  name: 'profiles',
  usage: 'profiles list',
  summary: 'Lists the installed validation profiles with version, number of rules and hash.',
  run(words) {
    if (readWords(words, {}).positionals[0] !== 'list') throw new UsageError('list is the verb');
    for (const { info } of loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder }))
      print(
        `${info.id.padEnd(20)} ${info.version.padEnd(10)} ${String(info.rules).padStart(5)} rules  ${info.shapesHash.slice(0, 12)}  ${chooseText(info.title, 'en')?.text ?? ''}`,
      );
    return Promise.resolve(0);
  },
};
