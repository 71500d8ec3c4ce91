// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.net.URI;
import java.util.List;
import org.pabal.mailbox.StagedMessage;

/// Something that is done once a mail is safe, so that nobody waits for it: it becomes an entry of
/// the queue, with the mail's reverse-path and the recipient.
///
/// @param message as the script had made it by then; the mail's own when the work does not read it
/// @param prefixOctets how much at its beginning is for final delivery only
public record LaterJob(Work work, StagedMessage message, int prefixOctets) {

    public sealed interface Work {
        /// A program of the directory of the settings: `vnd.dovecot.pipe`, and
        /// `vnd.dovecot.execute` without a result.
        ///
        /// @param program its plain name
        /// @param trying a failure is passed over, and is not tried again
        /// @param elseKeep the message is kept nowhere else and was passed on to nobody: when the
        ///     program fails for good it goes to INBOX
        record Run(
                String program,
                List<String> arguments,
                Reading reading,
                boolean trying,
                boolean elseKeep)
                implements Work {
            public Run {
                arguments = List.copyOf(arguments);
            }
        }

        /// A notification to the web. RFC 5435
        ///
        /// @param target `https:`
        /// @param json the request's body
        record Post(URI target, String json) implements Work {}

        /// A webhook of the account's is told of the mail.
        ///
        /// @param webhook its id
        record Hook(String webhook, NewMail mail) implements Work {}
    }

    /// What a program reads.
    public sealed interface Reading {
        /// The job's message.
        record Message() implements Reading {}

        record Text(String text) implements Reading {}

        record Nothing() implements Reading {}
    }
}
