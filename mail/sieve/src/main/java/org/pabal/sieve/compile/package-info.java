// SPDX-License-Identifier: Apache-2.0

/// From the tree to commands and tests that can run: which extension allows what, the arguments of
/// each word, and every error with its place.
@NullMarked
package org.pabal.sieve.compile;

import org.jspecify.annotations.NullMarked;
