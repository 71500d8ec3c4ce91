// SPDX-License-Identifier: Apache-2.0

/// Accounts, domains, aliases, credentials: the contract, and the built-in directory.
///
/// Every door (SMTP, IMAP, command line) asks here and nowhere else. A source that is down throws
/// {@link org.pabal.message.UnavailableException}: temporary, never "unknown" and never "wrong password".
@NullMarked
package org.pabal.directory;

import org.jspecify.annotations.NullMarked;
