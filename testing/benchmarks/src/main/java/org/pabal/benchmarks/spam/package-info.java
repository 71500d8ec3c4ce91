// SPDX-License-Identifier: Apache-2.0

/// How much spam the filter catches and how much good mail it marks, beside SpamAssassin, rspamd and
/// bogofilter on the same mail and the same splits.
@NullMarked
package org.pabal.benchmarks.spam;

import org.jspecify.annotations.NullMarked;
