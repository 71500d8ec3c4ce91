// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;

/// One mail for one host.
///
/// @param recipients at least one
/// @param content `content.relayedOctets()` of it travel
/// @param request what travels on with the mail; the seconds of a time limit are those that are
///     left
/// @param origin where it came from
/// @param id that this server knows it by
public record OutboundMail(
        ReversePath from,
        List<Recipient> recipients,
        Content content,
        MailRequest request,
        Origin origin,
        String id) {
    public OutboundMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail has a recipient");
        }
    }

    /// @param address where the copy goes, aliases resolved
    /// @param request what the sender asked about its reports
    public record Recipient(Address address, RecipientRequest request) {}

    /// Whether it is to arrive even where TLS fails, unless somebody demands otherwise of it.
    boolean goesDespiteTls() {
        return origin == Origin.TLS_REPORT && !request.requireTls();
    }

    public List<Address> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }

    /// Some of an entry's recipients.
    ///
    /// @param from the entry's, or what stands for it
    /// @param addresses where their copies go, by their place among the pending
    static OutboundMail of(
            QueueEntry entry, ReversePath from, Map<Integer, Address> addresses, Instant now) {
        var pending = entry.pending();
        List<Recipient> recipients =
                addresses.entrySet().stream()
                        .map(one ->
                                new Recipient(one.getValue(), pending.get(one.getKey()).request()))
                        .toList();
        Duration spent = Duration.between(entry.accepted(), now);
        return new OutboundMail(
                from,
                recipients,
                entry.content(),
                later(entry.request(), spent),
                entry.origin(),
                entry.id().mail().toString());
    }

    /// RFC 2852 §4.1: the time spent here is taken off.
    private static MailRequest later(MailRequest asked, Duration spent) {
        Optional<DeliverBy> left =
                asked.deliverBy()
                        .map(by ->
                                new DeliverBy(
                                        by.seconds() - spent.toSeconds(), by.mode(), by.trace()));
        return new MailRequest(
                asked.returned(), asked.envelopeId(), asked.requireTls(), asked.priority(), left);
    }
}
