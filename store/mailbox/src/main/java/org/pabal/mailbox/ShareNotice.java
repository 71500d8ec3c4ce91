// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import org.pabal.directory.AccountId;

/// Somebody may do something else with another's mailbox than before, and has not been told yet.
///
/// @param recipient who is to be told
/// @param owner of the mailbox
/// @param name of the mailbox when that happened
/// @param by who did it
/// @param before what the recipient was given itself; what is given to anyone is not in it
public record ShareNotice(
        AccountId recipient,
        AccountId owner,
        MailboxId mailbox,
        MailboxName name,
        AccountId by,
        Instant at,
        Rights before,
        Rights after) {}
