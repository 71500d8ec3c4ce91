// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailbox.SpecialUse;
import org.pabal.message.Address;

/// Whether a message was sent from here rather than received. A header section proves nothing: what
/// was imported may have any.
///
/// @param owner of the account in which it lies
public record Sending(Directory directory, Account owner) {
    private static final Set<SpecialUse> WRITTEN = Set.of(SpecialUse.SENT, SpecialUse.DRAFTS);

    /// Of a message that came by a submission here, whose submitter may use the author's address (RFC
    /// 8601 §2.7.4), or of a copy that the owner of an address keeps of what it has written itself.
    ///
    /// @param results that this server found and kept; none for what has not arrived by mail
    /// @param uses of the mailboxes in which it lies
    public boolean isFromHere(
            Optional<AuthenticationResults> results, Set<SpecialUse> uses, String author) {
        Optional<Address> address = Address.parse(author);
        if (address.isEmpty() || !directory.isLocal(address.get().domain())) {
            return false;
        }
        return results.isPresent()
                ? results.get().of("auth").filter(auth -> auth.result().equals("pass")).isPresent()
                : uses.stream().anyMatch(WRITTEN::contains)
                        && directory.owns(owner.id(), address.get());
    }
}
