// SPDX-License-Identifier: Apache-2.0
// The first run of a server, built apart from the mail (build/setup.mjs), which carries nothing of it.
import { mount } from 'svelte';
import { bring, learn, preferred, speak } from '../core/i18n/words.svelte';
import { CHOSEN } from '../core/i18n/language';
import '../ui/tokens.css';
import SetupPage from './SetupPage.svelte';

bring('setup', { en: () => import('../messages/setup/en.json'), ko: () => import('../messages/setup/ko.json') });
void speak(preferred(localStorage.getItem(CHOSEN), navigator.languages)).catch(() => undefined);
const words = Promise.all([learn('setup'), learn('settings')]);

mount(SetupPage, { target: document.getElementById('app') as HTMLElement, props: { words } });
