// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;

/// A change that a check wants. Trace fields that this server has put on top are not seen by checks,
/// not counted and not changed.
public sealed interface Edit {

    /// Behind the last field.
    record AddField(HeaderField field) implements Edit {}

    /// Before the field at a place.
    ///
    /// @param index 0 for the top; behind the last field when there are fewer
    record InsertField(int index, HeaderField field) implements Edit {}

    /// Gives the nth field of its name another value; when there are fewer, adds it.
    ///
    /// @param nth from 1
    record ChangeField(int nth, HeaderField field) implements Edit {}

    /// Without effect when there are fewer fields of that name.
    ///
    /// @param nth from 1
    record RemoveField(int nth, String name) implements Edit {}

    /// The body that was written to the {@link CheckedMessage} takes the old one's place.
    record ReplaceBody() implements Edit {}

    record AddRecipient(ForwardPath to, RecipientRequest request) implements Edit {}

    /// Without effect when the mail has no such recipient.
    record RemoveRecipient(ForwardPath to) implements Edit {}

    record ChangeSender(ReversePath from) implements Edit {}

    /// The mail is taken and waits in the queue for an operator.
    record Hold(String reason) implements Edit {}
}
