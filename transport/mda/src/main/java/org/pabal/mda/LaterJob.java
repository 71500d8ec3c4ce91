// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.List;
import org.pabal.mailbox.StagedMessage;

/// Something that is done once a mail is safe, so that nobody waits for it: it becomes an entry of
/// the queue, with the mail's reverse-path and the recipient.
///
/// @param message what it reads, behind its prefix
/// @param prefixOctets how much at its beginning is for final delivery only
public record LaterJob(Work work, StagedMessage message, int prefixOctets) {

    public sealed interface Work {
        /// A program of the directory of the settings gets the message. vnd.dovecot.pipe
        ///
        /// @param command its plain name and its arguments
        /// @param trying a failure is passed over
        record Pipe(List<String> command, boolean trying) implements Work {
            public Pipe {
                command = List.copyOf(command);
            }
        }

        /// The message's octets, a whole request's body, are posted there. RFC 5435
        record Post(String uri) implements Work {}
    }
}
