// SPDX-License-Identifier: Apache-2.0
import { kept } from '../core/notify/kept';
import en from '../messages/worker/en.json';
import ko from '../messages/worker/ko.json';

type Say = (key: keyof typeof en, count?: number) => string;

/** The few sentences of the worker, in the language that the person chose on the pages. */
export async function speech(): Promise<{ say: Say; language: 'en' | 'ko' }> {
  const language = (await kept('language')) ?? (self.navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en');
  const words = language === 'ko' ? ko : en;
  const say: Say = (key, count = 0) => words[key].replace('{count}', count.toLocaleString(language));
  return { language, say };
}
