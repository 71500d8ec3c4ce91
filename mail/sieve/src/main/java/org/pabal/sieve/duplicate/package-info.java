// SPDX-License-Identifier: Apache-2.0

/// Whether a message was seen before: `duplicate`, RFC 7352.
@NullMarked
package org.pabal.sieve.duplicate;

import org.jspecify.annotations.NullMarked;
