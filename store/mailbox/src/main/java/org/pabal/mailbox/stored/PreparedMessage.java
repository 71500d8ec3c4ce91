// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Identity;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.mailbox.summary.ThreadLinks;
import org.pabal.storage.Blob;

/// What is computed of a new message before any lock is taken.
///
/// @param summary encoded, the same for all who get the message
/// @param links see {@link ThreadLinks}
record PreparedMessage(Blob blob, byte[] summary, long[] links) {

    /// @param arrival what was found about it, or nothing
    static PreparedMessage of(StagedMessage message, String arrival) {
        MessageSummary summary = MessageSummary.of(message.scan());
        return new PreparedMessage(
                message.blob(),
                MessageFormat.encode(summary, arrival),
                ThreadLinks.of(summary.texts(), summary.sortTexts()));
    }

    Identity addTo(AccountEdit edit, Instant internalDate) {
        return edit.messages()
                .add(blob.id(), MessageFormat.encode(blob, internalDate, summary), links);
    }

    /// The message as it is put into mailboxes, new to the account.
    Arrival arrival(AccountEdit edit, Flags flags, Instant internalDate) {
        return new Arrival(
                addTo(edit, internalDate),
                FlagLimits.cut(flags, edit.config()),
                blob.size(),
                internalDate.getEpochSecond());
    }
}
