// SPDX-License-Identifier: Apache-2.0

/// Dates in scripts: `date` and `currentdate`, RFC 5260.
@NullMarked
package org.pabal.sieve.date;

import org.jspecify.annotations.NullMarked;
