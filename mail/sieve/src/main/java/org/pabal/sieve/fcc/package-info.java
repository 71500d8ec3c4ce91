// SPDX-License-Identifier: Apache-2.0

/// Keeping a copy of what is sent: RFC 8580.
@NullMarked
package org.pabal.sieve.fcc;

import org.jspecify.annotations.NullMarked;
