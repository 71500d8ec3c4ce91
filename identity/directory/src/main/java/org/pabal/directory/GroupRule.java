// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;

/// Who may send to a group, by the reverse-path: what a submitting account may put there is its own
/// (RFC 6409 §6.1), and what comes from elsewhere is as good as the checks of senders are.
///
/// A sender is a member under each of its names: by an alias, with a detail, through another group.
public record GroupRule(Directory directory) {
    private static final int MAX_STEPS = 2_000;

    /// @param address of the group
    /// @param from empty for the null reverse-path, which only a group for anyone takes
    public boolean admits(Address address, Resolution.Alias group, Optional<Address> from) {
        WhoMaySend senders = group.senders().orElse(WhoMaySend.ANYONE);
        if (senders == WhoMaySend.ANYONE) {
            return true;
        }
        if (from.isEmpty()) {
            return false;
        }
        return switch (senders) {
            case ANYONE -> true;
            case DOMAIN -> isOfDomain(address, from.get()) || isAmong(group.owner(), from.get());
            case OWNERS -> isAmong(group.owner(), from.get());
            case MEMBERS ->
                    isAmong(group.owner(), from.get()) || isAmong(group.targets(), from.get());
        };
    }

    private boolean isOfDomain(Address address, Address from) {
        return from.domain().equals(address.domain())
                || directory.resolve(from) instanceof Resolution.Alias(var targets, _, _)
                        && targets.size() == 1
                        && targets.getFirst().localPart().equals(from.localPart())
                        && targets.getFirst().domain().equals(address.domain());
    }

    private boolean isAmong(Optional<Address> owner, Address from) {
        return owner.isPresent() && isAmong(List.of(owner.get()), from);
    }

    private boolean isAmong(List<Address> persons, Address from) {
        return persons(persons).meets(persons(List.of(from)));
    }

    private LedTo persons(List<Address> addresses) {
        return LedTo.from(directory, addresses, MAX_STEPS);
    }
}
