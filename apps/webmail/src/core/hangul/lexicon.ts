// SPDX-License-Identifier: Apache-2.0
// Words of Korean (and of others) that the pages look for in what people write.

/** Words before a subject that say it is an answer, as programs of several languages write them. */
export const ANSWER_PREFIX = /^(?:\s*(?:re|fwd?|aw|wg|sv|vs|antw|회신|답장|전달)\s*(?:\[\d+\])?\s*[:：])+\s*/iu;

/** Who writes these speaks of a file that is to come along. */
export const SPEAKS_OF_FILE = /(?:첨부|붙임|attach(?:ed|ment)|enclosed)/iu;

/** What follows an address in a sentence without belonging to it: the last letter or word of it. */
export const AFTER_ADDRESS = /[.,;:!?)\]}'"…。，、·]$|(?:으로|에서|에게|까지|부터|입니다|이며|[은는이가을를에도와과로의])$/u;
