// SPDX-License-Identifier: Apache-2.0

/// What the circuit breaker remembers, as it lies in the store, version 1.
@NullMarked
package org.pabal.mta.breaker.format.v1;

import org.jspecify.annotations.NullMarked;
