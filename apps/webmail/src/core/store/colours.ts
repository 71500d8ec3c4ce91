// SPDX-License-Identifier: Apache-2.0
// The colours of labels: ui/tokens.css has them.

export const COLOURS = ['blue', 'green', 'amber', 'violet', 'teal', 'pink', 'orange', 'red', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];
