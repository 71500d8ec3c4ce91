// SPDX-License-Identifier: Apache-2.0

/// What stands in the body of a message: `body`, RFC 5173.
@NullMarked
package org.pabal.sieve.body;

import org.jspecify.annotations.NullMarked;
