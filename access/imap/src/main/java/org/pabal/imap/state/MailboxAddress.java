// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import org.pabal.directory.Account;
import org.pabal.mailbox.MailboxName;

/// Which mailbox a name means, whether it is there or not.
///
/// @param owner in whose account it lies
/// @param name its name there
public record MailboxAddress(Account owner, MailboxName name) {}
