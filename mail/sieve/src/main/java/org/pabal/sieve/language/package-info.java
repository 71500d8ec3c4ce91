// SPDX-License-Identifier: Apache-2.0

/// The whole language in one table, and the compiler that reads scripts by it.
@NullMarked
package org.pabal.sieve.language;

import org.jspecify.annotations.NullMarked;
