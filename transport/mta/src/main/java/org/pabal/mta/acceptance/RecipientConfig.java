// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Domain;

/// How recipients are judged.
///
/// @param defaultDomain of `<postmaster>` and of address literals that are ours; empty: the
///     directory's first
/// @param ownAddresses whose literals are ours, besides the address that a client has connected to
public record RecipientConfig(
        Optional<Domain> defaultDomain, Set<InetAddress> ownAddresses, FullMailbox fullMailbox) {
    public RecipientConfig {
        ownAddresses = Set.copyOf(ownAddresses);
    }

    public static RecipientConfig defaults() {
        return new RecipientConfig(Optional.empty(), Set.of(), FullMailbox.DEFER);
    }
}
