// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import org.pabal.sieve.syntax.SourceText;

/// The compiled text of one script, of those that an `include` joins to one.
///
/// @param variables its own ones
public record Unit(SourceText source, Names names, Block block, int variables) {}
