// SPDX-License-Identifier: Apache-2.0
// Small and first: it asks for what the pages will need, and for the pages (build/ahead.mjs names them in
// the HTML, so that all of it comes at once).
import { begin } from './core/ahead';

begin(location.hash);
void import('./pages');
