// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer.Found;
import org.pabal.dns.ZoneServers;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.doctor.Diagnosis;
import org.pabal.mailauth.doctor.DomainDoctor;
import org.pabal.mailauth.doctor.OurHost;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.MailAuthentication;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.proof.SeenFromOutside;

/// Looks at this server as others do, for the proof of the first run: the zone's own servers are asked, as
/// they are for its records.
///
/// @param ours what we are for a domain
/// @param lists of the settings
record FirstRunView(
        String hostname,
        Resolver resolver,
        Function<Domain, OurHost> ours,
        PolicyFile policies,
        Lists lists,
        InstantSource clock)
        implements SeenFromOutside {

    /// Asks them about an address, and waits.
    @FunctionalInterface
    interface Lists {
        Optional<List<String>> listedBy(InetAddress address) throws InterruptedException;
    }

    @Override
    public List<InetAddress> senders() {
        List<InetAddress> named =
                resolver.addresses(hostname) instanceof Found<InetAddress>(var all)
                        ? all.stream().filter(Doctor::isPublic).toList()
                        : List.of();
        return named.isEmpty() ? Doctor.publicAddresses() : named;
    }

    @Override
    public List<Diagnosis> diagnoses(Domain domain) {
        return DomainDoctor.examine(
                domain.toAscii(), ours.apply(domain), zone(domain), policies, clock);
    }

    private Resolver zone(Domain domain) {
        return ZoneServers.of(domain.toAscii(), resolver);
    }

    @Override
    public Findings examine(InetAddress client, Address from, byte[] message) {
        MailAuthenticator authenticator =
                new MailAuthenticator(
                        zone(from.domain()),
                        SpfLimits.standard(),
                        DkimRules.standard(),
                        hostname,
                        clock);
        SendingClient sending = new SendingClient(client, hostname, new ReversePath.To(from));
        int body = bodyStart(message);
        try (MailAuthentication mail = authenticator.begin(sending, Optional.empty())) {
            mail.header(MessageHeader.parse(Arrays.copyOf(message, body)));
            mail.write(message, body, message.length - body);
            return mail.finish();
        }
    }

    /// Behind the empty line.
    private static int bodyStart(byte[] message) {
        for (int i = 0; i + 3 < message.length; i++) {
            if (message[i] == '\r'
                    && message[i + 1] == '\n'
                    && message[i + 2] == '\r'
                    && message[i + 3] == '\n') {
                return i + 4;
            }
        }
        return message.length;
    }

    @Override
    public Optional<List<String>> listedBy(InetAddress address) {
        try {
            return lists.listedBy(address);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the server stops");
        }
    }
}
