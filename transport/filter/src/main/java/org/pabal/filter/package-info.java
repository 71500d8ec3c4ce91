// SPDX-License-Identifier: Apache-2.0

/// The spam filter of a running server: each mail of strangers is asked about, judged for each
/// recipient, and explained.
@NullMarked
package org.pabal.filter;

import org.jspecify.annotations.NullMarked;
