// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What RCPT asks about its recipient. RFC 3461 §4.1, §4.2.
///
/// @param notifyOf NOTIFY=; an empty set is NEVER, an empty optional means that nothing was asked
/// @param originalRecipient ORCPT=
public record RecipientRequest(
        Optional<Set<Notify>> notifyOf, Optional<OriginalRecipient> originalRecipient) {
    public static final RecipientRequest NONE =
            new RecipientRequest(Optional.empty(), Optional.empty());

    public RecipientRequest {
        notifyOf = notifyOf.map(Set::copyOf);
    }

    /// Nothing is to be told, whatever happens.
    public boolean isNever() {
        return notifyOf.isPresent() && notifyOf.get().isEmpty();
    }

    /// Whether the sender is to be told. When nothing was asked: of failure and of delay, as
    /// RFC 3461 §5.2.2 and §5.2.3 leave to us.
    public boolean wants(Notify event) {
        return notifyOf.map(asked -> asked.contains(event)).orElse(event != Notify.SUCCESS);
    }

    /// The same without one event, as far as events were named.
    public RecipientRequest without(Notify event) {
        if (notifyOf.isEmpty() || !notifyOf.get().contains(event)) {
            return this;
        }
        Set<Notify> others = EnumSet.copyOf(notifyOf.get());
        others.remove(event);
        return new RecipientRequest(Optional.of(others), originalRecipient);
    }
}
