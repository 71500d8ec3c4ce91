// SPDX-License-Identifier: Apache-2.0

/// Variables. RFC 5229; what wildcards and groups stand for is kept by `match`.
@NullMarked
package org.pabal.sieve.variables;

import org.jspecify.annotations.NullMarked;
