// SPDX-License-Identifier: Apache-2.0
// What pages and the service worker say to each other.

/** A page to the worker. `take-over`: the person has asked for the new version. */
export type ToWorker = { type: 'take-over' };

/** The worker to pages. `open`: a notice was clicked, its place stands behind the #. `verified`: the
 *  server now pushes to this browser. `tested`: the push that the person asked for has come. */
export type FromWorker = { type: 'open'; hash: string } | { type: 'verified' } | { type: 'tested' } | { type: 'refused'; words: string };

/** The cache in which what other programs share waits for a page, and its only entry. */
export const SHARED_CACHE = 'pabal-shared';
export const SHARED_ENTRY = 'shared';
