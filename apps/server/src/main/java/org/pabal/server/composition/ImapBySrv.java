// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;
import org.pabal.dns.ServiceHost;
import org.pabal.fetch.FetchSource.Security;
import org.pabal.jmap.imports.ImportSources;
import org.pabal.jmap.imports.MailPlaces;
import org.pabal.message.Domain;

/// Finds IMAP servers by SRV records, those with TLS from the first octet on first. RFC 6186 §3.2, RFC
/// 8314 §5.1. What is found is judged like any server that a person names before it is dialled.
///
/// @param lot among those of one priority
record ImapBySrv(Resolver resolver, RandomGenerator lot) implements MailPlaces {
    private static final int QUESTIONS = 2;
    private static final Duration TIME = Duration.ofSeconds(5);

    @Override
    public Place of(Domain domain) {
        Resolver asked = resolver.within(QUESTIONS, TIME);
        Place withTls = of(domain.toAscii(), "_imaps._tcp.", Security.TLS, asked);
        if (withTls instanceof Place.Said || withTls instanceof Place.Unknown) {
            return withTls;
        }
        Place withStarttls = of(domain.toAscii(), "_imap._tcp.", Security.STARTTLS, asked);
        boolean one = withTls instanceof Place.NotOffered;
        return withStarttls instanceof Place.NotOffered && !one ? new Place.Unsaid() : withStarttls;
    }

    private Place of(String domain, String service, Security security, Resolver asked) {
        Lookup<ServiceHost> found = asked.look(Question.srv(service + domain));
        return switch (found.answer()) {
            case Answer.Found<ServiceHost>(var records) ->
                    best(records)
                            .<Place>map(one ->
                                    new Place.Said(
                                            one.host(),
                                            one.port(),
                                            security,
                                            found.isSecure() || isOf(one.host(), domain)))
                            .orElseGet(Place.NotOffered::new);
            case Answer.NoData<ServiceHost> _, Answer.NoSuchName<ServiceHost> _ ->
                    new Place.Unsaid();
            case Answer.Failed<ServiceHost>(var reason) -> new Place.Unknown(reason);
        };
    }

    private Optional<ServiceHost> best(List<ServiceHost> records) {
        return ServiceHost.inOrder(records, lot).stream()
                .filter(one -> ImportSources.isHost(one.host()) && one.port() > 0)
                .findFirst();
    }

    private static boolean isOf(String host, String domain) {
        return host.equalsIgnoreCase(domain) || ("." + host).endsWith("." + domain);
    }
}
