// SPDX-License-Identifier: Apache-2.0

/// How values are compared with keys: comparators and match types. RFC 5228 §2.7, RFC 4790,
/// RFC 5231.
@NullMarked
package org.pabal.sieve.match;

import org.jspecify.annotations.NullMarked;
