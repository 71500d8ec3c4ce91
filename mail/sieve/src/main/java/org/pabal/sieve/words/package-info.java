// SPDX-License-Identifier: Apache-2.0

/// The commands and tests of RFC 5228, one file each, with what small extensions add to them.
@NullMarked
package org.pabal.sieve.words;

import org.jspecify.annotations.NullMarked;
