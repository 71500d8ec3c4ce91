// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Directory;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.ReturnAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reverse-path under which a mail leaves for another host: the sender's own, or one of ours that
/// leads back to them (SRS) where their SPF would have the next host refuse it from us.
///
/// It is made anew for each attempt and never kept: reports, the ledger and whoever looks into the
/// queue know the original sender. Safe for use by many threads; asks the DNS.
public final class ForwardedSender {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedSender.class);

    private final When when;
    private final ReturnAddresses returns;
    private final SpfChecker spf;
    private final Supplier<List<InetAddress>> ours;
    private final String hostname;
    private final Directory directory;

    public enum When {
        /// Where SPF would not let us send it.
        NEEDED,
        ALWAYS,
        NEVER
    }

    /// @param ours the addresses that other hosts see of us; empty when they are not known
    /// @param hostname our name in EHLO
    public ForwardedSender(
            When when,
            ReturnAddresses returns,
            SpfChecker spf,
            Supplier<List<InetAddress>> ours,
            String hostname,
            Directory directory) {
        this.when = when;
        this.returns = returns;
        this.spf = spf;
        this.ours = ours;
        this.hostname = hostname;
        this.directory = directory;
    }

    /// @param recipients of the entry that are tried
    /// @return the entry's own reverse-path when it is left alone
    ReversePath of(QueueEntry entry, NextHop hop, List<Recipient> recipients) {
        if (when == When.NEVER
                || entry.origin() != Origin.RECEIVED
                || isLmtp(hop)
                || !(entry.from() instanceof ReversePath.To(var sender))
                || returns.isOurs(sender.domain(), directory)) {
            return entry.from();
        }
        Optional<Domain> domain =
                recipients.stream().flatMap(each -> forwarding(each).stream()).findFirst();
        if (domain.isEmpty() || when == When.NEEDED && mayWeSendFor(sender)) {
            return entry.from();
        }
        Optional<Address> rewritten = returns.srs().forward(sender, domain.get());
        if (rewritten.isEmpty()) {
            LOG.info("queue={} event=srs-too-long from={}", entry.id(), entry.from());
        }
        return rewritten.<ReversePath>map(ReversePath.To::new).orElse(entry.from());
    }

    /// Who delivers for us does not ask for the sender's SPF.
    private static boolean isLmtp(NextHop hop) {
        return switch (hop) {
            case NextHop.Host host -> host.protocol() == NextHop.Protocol.LMTP;
            case NextHop.LmtpSocket _, NextHop.OtherHost _, NextHop.FinalHop _ -> true;
            case NextHop.Exchangers _, NextHop.Relay _ -> false;
        };
    }

    /// The domain that reports come back to: that of the address of ours that leads elsewhere. Empty
    /// for mail that only passes through (a domain that we are a backup for, accounts on a host
    /// behind us): its hosts know that it comes from us.
    private Optional<Domain> forwarding(Recipient recipient) {
        return Address.parse(recipient.original())
                .map(Address::domain)
                .filter(named -> returns.isOurs(named, directory))
                .filter(named -> !returns.isOurs(recipient.address().domain(), directory))
                .map(named -> returns.domain().orElse(named));
    }

    /// Whether each of our addresses may send for a domain, or it publishes nothing. What is not
    /// known, for want of an answer of the DNS, counts as no.
    private boolean mayWeSendFor(Address sender) {
        List<InetAddress> addresses = ours.get();
        if (addresses.isEmpty()) {
            LOG.warn(
                    "event=srs-own-addresses-unknown hostname={}: every forwarded mail is rewritten;"
                            + " give it addresses in the DNS, or set srs.addresses",
                    hostname);
            return false;
        }
        for (InetAddress address : addresses) {
            SpfOutcome outcome = spf.check(new SpfIdentity.MailFrom(sender), address, hostname);
            if (outcome.result() == SpfResult.NONE) {
                return true;
            }
            if (outcome.result() != SpfResult.PASS) {
                return false;
            }
        }
        return true;
    }
}
