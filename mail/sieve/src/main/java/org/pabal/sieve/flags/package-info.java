// SPDX-License-Identifier: Apache-2.0

/// The flags that a filed message gets. RFC 5232, and the names before it.
@NullMarked
package org.pabal.sieve.flags;

import org.jspecify.annotations.NullMarked;
