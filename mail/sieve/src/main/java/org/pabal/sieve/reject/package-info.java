// SPDX-License-Identifier: Apache-2.0

/// Refusing a message: RFC 5429.
@NullMarked
package org.pabal.sieve.reject;

import org.jspecify.annotations.NullMarked;
