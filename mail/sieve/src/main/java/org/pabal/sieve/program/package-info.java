// SPDX-License-Identifier: Apache-2.0

/// Programs of the administrator's: vnd.dovecot.pipe, vnd.dovecot.filter, vnd.dovecot.execute.
///
/// The names are Pigeonhole's, and what they do is, too: scripts written for it run here. Which
/// programs there are, and how they run, is for the surroundings.
@NullMarked
package org.pabal.sieve.program;

import org.jspecify.annotations.NullMarked;
