// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.mta.queue.format.v1.EntryOctets.RecipientOctets;
import org.pabal.mta.queue.format.v1.EntryOctets.RequestOctets;

/// Between what a sender asked and its octets.
final class RequestFormat {
    private static final char NOT_ASKED = '-';
    private static final int NOTHING_ASKED = -1;

    private RequestFormat() {}

    static RequestOctets octets(MailRequest request) {
        return new RequestOctets(
                request.returned()
                        .map(returned -> returned == ReturnContent.FULL ? 'f' : 'h')
                        .orElse(NOT_ASKED),
                request.envelopeId().orElse(""),
                request.requireTls(),
                request.priority(),
                request.deliverBy()
                        .map(by -> by.mode() == DeliverBy.Mode.RETURN ? 'r' : 'n')
                        .orElse(NOT_ASKED),
                request.deliverBy().map(DeliverBy::trace).orElse(false),
                request.deliverBy().map(DeliverBy::seconds).orElse(0L));
    }

    /// @throws IllegalArgumentException for a letter without a meaning
    static MailRequest request(RequestOctets octets) {
        return new MailRequest(
                switch (octets.returned()) {
                    case 'f' -> Optional.of(ReturnContent.FULL);
                    case 'h' -> Optional.of(ReturnContent.HEADERS);
                    case NOT_ASKED -> Optional.empty();
                    default -> throw noMeaning(octets.returned());
                },
                octets.envelopeId().isEmpty() ? Optional.empty() : Optional.of(octets.envelopeId()),
                octets.requireTls(),
                octets.priority(),
                switch (octets.deliverByMode()) {
                    case 'r' -> Optional.of(deliverBy(octets, DeliverBy.Mode.RETURN));
                    case 'n' -> Optional.of(deliverBy(octets, DeliverBy.Mode.NOTIFY));
                    case NOT_ASKED -> Optional.empty();
                    default -> throw noMeaning(octets.deliverByMode());
                });
    }

    private static DeliverBy deliverBy(RequestOctets octets, DeliverBy.Mode mode) {
        return new DeliverBy(octets.deliverBySeconds(), mode, octets.deliverByTrace());
    }

    private static IllegalArgumentException noMeaning(char letter) {
        return new IllegalArgumentException("what was asked with a mail is unreadable: " + letter);
    }

    static int notifyOf(RecipientRequest request) {
        return request.notifyOf().map(RequestFormat::bits).orElse(NOTHING_ASKED);
    }

    private static int bits(Set<Notify> events) {
        int bits = 0;
        for (Notify event : events) {
            bits |= bit(event);
        }
        return bits;
    }

    private static int bit(Notify event) {
        return switch (event) {
            case SUCCESS -> 1;
            case FAILURE -> 2;
            case DELAY -> 4;
        };
    }

    static RecipientRequest request(RecipientOctets octets) {
        return new RecipientRequest(
                octets.notifyOf() == NOTHING_ASKED
                        ? Optional.empty()
                        : Optional.of(events(octets.notifyOf())),
                octets.originalType().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new OriginalRecipient(
                                        octets.originalType(), octets.originalAddress())));
    }

    private static Set<Notify> events(int bits) {
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        for (Notify event : Notify.values()) {
            if ((bits & bit(event)) != 0) {
                events.add(event);
            }
        }
        return events;
    }
}
