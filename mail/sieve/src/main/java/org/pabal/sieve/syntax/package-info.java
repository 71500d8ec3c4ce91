// SPDX-License-Identifier: Apache-2.0

/// The grammar of RFC 5228 §8: from a script's octets to a tree whose nodes know where they stand.
@NullMarked
package org.pabal.sieve.syntax;

import org.jspecify.annotations.NullMarked;
