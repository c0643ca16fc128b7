/**
 * The table of habit checks, by name. `main.ts` runs them from the command line and
 * `test/habits/` as tests; what is not listed here is not checked.
 */

import {
  casts,
  concreteBases,
  dynamicImports,
  environment,
  except,
  moduleState,
} from './allowed.js';
import { checkCalls } from './calls.js';
import { checkDocs } from './docs.js';
import { checkComments, checkHeaders, checkNames, checkWidth } from './files.js';
import {
  checkBrowserEntries,
  checkDynamicImports,
  checkFloors,
  checkStudioImports,
} from './floors.js';
import { checkCircles, checkFolders } from './layout.js';
import type { Check } from './source.js';
import { checkEnvironment, checkState } from './state.js';
import { checkCasts, checkClasses, checkMemoryNames } from './types.js';
import { checkVocabulary } from './vocabulary.js';

/** Folders that the checks read. */
export const folders: readonly string[] = ['src', 'studio', 'test', 'bench', 'examples', 'scripts'];

/** Every check, by the name it is reported under. */
export const checks: Readonly<Record<string, Check>> = {
  header: checkHeaders,
  'file-name': checkNames,
  comment: checkComments,
  width: checkWidth,
  floors: checkFloors,
  folder: checkFolders,
  circle: checkCircles,
  'dynamic-import': except(dynamicImports, checkDynamicImports),
  'browser-entry': checkBrowserEntries,
  'studio-imports': checkStudioImports,
  state: except(moduleState, checkState),
  environment: except(environment, checkEnvironment),
  cast: except(casts, checkCasts),
  class: except(concreteBases, checkClasses),
  'memory-name': checkMemoryNames,
  vocabulary: checkVocabulary,
  'doc-comment': checkDocs,
  call: checkCalls,
};
