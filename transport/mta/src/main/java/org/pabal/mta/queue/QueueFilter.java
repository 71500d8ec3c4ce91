// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;

/// Which entries an operator means: those that fit everything that is given.
///
/// @param sender an address; `@example.org` for all of a domain; `<>` for reports
/// @param recipient an address that waits or was given up, or `@example.org`
/// @param destination as status and list show it
/// @param which also by what the entries wait for
public record QueueFilter(
        Optional<String> sender,
        Optional<String> recipient,
        Optional<String> destination,
        Which which) {

    public enum Which {
        ALL,
        HELD,
        NOT_HELD
    }

    public static final QueueFilter ALL =
            new QueueFilter(Optional.empty(), Optional.empty(), Optional.empty(), Which.ALL);

    public static QueueFilter ofSender(String sender) {
        return new QueueFilter(Optional.of(sender), Optional.empty(), Optional.empty(), Which.ALL);
    }

    public static QueueFilter ofRecipient(String recipient) {
        return new QueueFilter(
                Optional.empty(), Optional.of(recipient), Optional.empty(), Which.ALL);
    }

    public static QueueFilter ofDestination(String destination) {
        return new QueueFilter(
                Optional.empty(), Optional.empty(), Optional.of(destination), Which.ALL);
    }

    public boolean fits(QueueEntry entry) {
        return fitsWhich(entry)
                && (destination.isEmpty()
                        || destination.get().equalsIgnoreCase(entry.destination().toString()))
                && (sender.isEmpty() || fitsSender(entry.from(), sender.get()))
                && (recipient.isEmpty()
                        || entry.recipients().stream()
                                .filter(r -> !r.isAtEnd())
                                .anyMatch(fitsRecipient(recipient.get())));
    }

    private boolean fitsWhich(QueueEntry entry) {
        return switch (which) {
            case ALL -> true;
            case HELD -> entry.isHeld();
            case NOT_HELD -> !entry.isHeld();
        };
    }

    private static boolean fitsSender(ReversePath from, String wanted) {
        return switch (from) {
            case ReversePath.To(var address) -> fits(address, wanted);
            case ReversePath.Null _ -> wanted.equals("<>");
        };
    }

    /// By the address the client named too: behind an alias it is the one people know.
    private static Predicate<Recipient> fitsRecipient(String wanted) {
        return recipient ->
                fits(recipient.address(), wanted)
                        || Address.parse(recipient.original())
                                .filter(original -> fits(original, wanted))
                                .isPresent();
    }

    private static boolean fits(Address address, String wanted) {
        Address form = address.lookupForm();
        if (wanted.startsWith("@")) {
            return wanted.substring(1).equalsIgnoreCase(form.domain().name());
        }
        return Address.parse(wanted).filter(a -> a.lookupForm().equals(form)).isPresent();
    }
}
