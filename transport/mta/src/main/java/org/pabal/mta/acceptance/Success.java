// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.Notify;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.Route;

/// What becomes of NOTIFY=SUCCESS when a mail is accepted. For one thread.
///
/// A copy that is filed at once owes its report from that commit on. An address that leads to
/// several, or to a list, owes "expanded", and its copies owe nothing more. RFC 3461 §5.2.7.
final class Success {
    private final AcceptedRecipient recipient;
    private final boolean asked;
    private final boolean expanded;
    private Optional<Recipient> owed = Optional.empty();

    private Success(AcceptedRecipient recipient, boolean asked) {
        this.recipient = recipient;
        this.asked = asked;
        this.expanded =
                recipient.routes().size() > 1
                        || recipient.routes().getFirst() instanceof Route.ListCopy;
        if (asked && expanded) {
            owe(address(), Recipient.State.EXPANDED);
        }
    }

    static Success of(AcceptedRecipient recipient, AcceptedMail mail) {
        boolean asked =
                recipient.request().wants(Notify.SUCCESS)
                        && recipient.waited().isEmpty()
                        && mail.from() instanceof ReversePath.To;
        return new Success(recipient, asked);
    }

    /// The recipient with what its copies are still asked for.
    AcceptedRecipient rest(AcceptedRecipient asking) {
        if (!asked || !expanded) {
            return asking;
        }
        return asking.asking(asking.request().without(Notify.SUCCESS));
    }

    /// A copy is filed in this commit.
    void filed(Address address) {
        if (asked && !expanded) {
            owe(address, Recipient.State.SUCCEEDED);
        }
    }

    Optional<Recipient> owed() {
        return owed;
    }

    private void owe(Address address, Recipient.State state) {
        owed =
                Optional.of(
                        Recipient.toReport(
                                address, recipient.original(), recipient.request(), state));
    }

    private Address address() {
        return Address.parse(recipient.original())
                .orElseGet(() -> recipient.routes().getFirst().address());
    }
}
