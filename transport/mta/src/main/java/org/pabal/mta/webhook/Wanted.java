// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.util.Set;
import org.pabal.mailbox.Flags;

/// Of which mail somebody wants to be told.
public sealed interface Wanted {

    /// Of all that is neither spam nor filed where nobody looks.
    record All() implements Wanted {}

    /// Of mail from people to whom the account has written.
    record Known() implements Wanted {}

    /// Of mail that has one of these from the beginning: a script has put it there, or who filed it. What is
    /// given to a mail later is no news. RFC 8621 §4.1.1
    record Keywords(Flags any) implements Wanted {
        public boolean isOn(Flags flags) {
            return any.names().stream().anyMatch(flags::has);
        }
    }

    /// Of mail that is filed into one of these.
    ///
    /// @param ids as clients know them
    record Mailboxes(Set<String> ids) implements Wanted {
        public Mailboxes {
            ids = Set.copyOf(ids);
        }
    }
}
