/** Questions to the model of a run, and its answers: the latest question counts. */

import { type Signal, useSignal } from '@preact/signals';
import type { Predictions } from 'chainrule/studio';
import { useEffect, useRef } from 'preact/hooks';
import { askModel, type Question } from '../store/api.js';

/** Bytes of a file that the server takes. */
const mostBytes = 6_000_000;
/** Milliseconds in which more typing may follow. */
const patience = 120;

/** What went wrong, as a sentence. */
export function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // Not all at once: the arguments of a call have a limit.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/** What the model said of a file. */
export interface FileAnswer {
  readonly file: string;
  readonly found: Predictions;
  /** The address of the picture that the file is; null where it is none. */
  readonly picture: string | null;
}

/** Questions and answers. */
export interface Asking {
  /** The answer about a row or a drawing. */
  readonly one: Signal<Predictions | null>;
  readonly ofFile: Signal<FileAnswer | null>;
  /** Why there is no answer, or an empty text. */
  readonly trouble: Signal<string>;
  readonly isReading: Signal<boolean>;
  /** Asks when nothing more has been changed for a moment. */
  askSoon(question: Question): void;
  askFile(file: File): Promise<void>;
  /** There is nothing to ask about any more. */
  forget(): void;
}

/** What is asked of the model of the run `name`. */
export function useAsking(name: string): Asking {
  const one = useSignal<Predictions | null>(null);
  const ofFile = useSignal<FileAnswer | null>(null);
  const trouble = useSignal('');
  const isReading = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(0);
  const ask = async (question: Question): Promise<Predictions | null> => {
    const number = ++asked.current;
    try {
      const found = await askModel(name, question);
      if (number !== asked.current) return null;
      trouble.value = '';
      return found;
    } catch (error) {
      if (number === asked.current) trouble.value = words(error);
      return null;
    }
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    one,
    ofFile,
    trouble,
    isReading,
    askSoon: (question) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(async () => {
        one.value = (await ask(question)) ?? one.value;
      }, patience);
    },
    askFile: async (file) => {
      const { name: called, size, type } = file;
      if (ofFile.value?.picture) URL.revokeObjectURL(ofFile.value.picture);
      ofFile.value = null;
      if (size > mostBytes) {
        trouble.value = `${called} is too large for the page (6 MB). npx chainrule predict takes any size.`;
        return;
      }
      isReading.value = true;
      const found = await ask({ file: { name: called, base64: await base64Of(file) } });
      isReading.value = false;
      const picture = type.startsWith('image/') ? URL.createObjectURL(file) : null;
      if (found !== null) ofFile.value = { file: called, found, picture };
    },
    forget: () => {
      clearTimeout(timer.current);
      asked.current++;
      one.value = null;
    },
  };
}
