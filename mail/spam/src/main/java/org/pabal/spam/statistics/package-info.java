// SPDX-License-Identifier: Apache-2.0

/// The filter's statistics: what a mail has in common with mail that people called spam and mail that
/// they called good.
///
/// A mail becomes {@link org.pabal.spam.statistics.Features}, hashes of its words, header fields and
/// structure. A {@link org.pabal.spam.statistics.Model} counts them, and holds a weight for each that
/// moves when the counts alone judge a mail wrongly. Both are sums, so what one mail put in can be
/// taken out again, in any order, without a trace. {@link org.pabal.spam.statistics.Statistics} joins
/// an account's own model with the one that all share. Why so: docs/adr/0013.
@NullMarked
package org.pabal.spam.statistics;

import org.jspecify.annotations.NullMarked;
