// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import java.util.function.Predicate;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.Change;

/// A program of a user of this host that submits mail, as the kernel or the owner of a file vouches
/// for it: what `sendmail` is.
///
/// @param user the system's name of the user
/// @param address his own, where a mail names no author
/// @param name put beside it; empty for none
/// @param domain completes the bare names that programs write into header fields
/// @param owns which other addresses he may use as sender and author
/// @param refusals what becomes of recipients that are not accepted
/// @param remembered what becomes durable with each of his mails, in the space of counters
public record LocalSubmitter(
        String user,
        Address address,
        String name,
        Domain domain,
        Predicate<Address> owns,
        Refusals refusals,
        List<Change> remembered) {
    public LocalSubmitter {
        remembered = List.copyOf(remembered);
    }

    public enum Refusals {
        /// The program is told at once.
        TOLD,
        /// Nobody waits: the mail is taken, and a report goes to its sender.
        REPORTED
    }
}
