// SPDX-License-Identifier: Apache-2.0

/// Trace: what became of the mails that somebody sent or got, as the ledger has it.
///
/// Everybody sees own mail only. Who sent a mail sees what became of it for each recipient as the
/// envelope named them: not whom an alias leads to, and not what the recipients' own scripts, filters
/// and mailboxes did with it. Who got a mail sees the own copy and where it came from, and nothing of
/// the others who got it.
@NullMarked
package org.pabal.jmap.trace;

import org.jspecify.annotations.NullMarked;
