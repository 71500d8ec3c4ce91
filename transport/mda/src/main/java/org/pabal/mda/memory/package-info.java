// SPDX-License-Identifier: Apache-2.0

/// What delivery remembers of an account from one mail to the next: who was told that its owner is
/// away (RFC 5230 §4.1), which messages were seen (RFC 7352), and what went wrong in its scripts.
///
/// It lies in the account's own space under keys that begin with `R` and changes in the commit that
/// does what it speaks of, so that after a crash either both are there or neither. Every memory has
/// an end; each one that is added drops some whose end has come, and an account has no more than a
/// bounded number of them.
@NullMarked
package org.pabal.mda.memory;

import org.jspecify.annotations.NullMarked;
