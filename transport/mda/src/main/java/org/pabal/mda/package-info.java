// SPDX-License-Identifier: Apache-2.0

/// Files mail into mailboxes: which mailbox, with which flags, for each recipient.
///
/// The filings it decides on are part of the commit that promises the mail.
@NullMarked
package org.pabal.mda;

import org.jspecify.annotations.NullMarked;
