// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Lookup;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.dns.Resolver.Security;
import org.pabal.dns.Tlsa;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsDemand.Naming;
import org.pabal.mta.delivery.TlsFailure.Kind;

/// Demands what the TLSA records of a mail exchanger say, where DNSSEC vouches for them, for the
/// exchanger's addresses and for the domain's MX records: DANE, RFC 7672. Other policies hold where
/// it does not.
///
/// What cannot be looked up may be strict: an exchanger whose records do not come is not used
/// (§2.1.1). Where DNSSEC is off or not to be had, nothing is vouched for and nothing changes.
public final class DanePolicies implements TlsPolicies {
    private final Resolver resolver;
    private final int port;
    private final InstantSource clock;
    private final TlsPolicies others;

    /// @param port that mail exchangers are spoken with on
    /// @param others asked where DANE says nothing, such as MTA-STS (RFC 8461 §2)
    public DanePolicies(Resolver resolver, int port, InstantSource clock, TlsPolicies others) {
        this.resolver = resolver;
        this.port = port;
        this.clock = clock;
        this.others = others;
    }

    @Override
    public Answer ask(Domain domain, String exchanger) {
        Lookup<MailExchanger> mx = resolver.look(Question.mx(domain.toAscii()));
        return switch (mx.answer()) {
            case Resolver.Answer.Failed<MailExchanger>(var reason) ->
                    unknown(domain.toAscii(), mx.security(), reason);
            case Resolver.Answer.Found<MailExchanger>(var records) when mx.isSecure() ->
                    names(records, exchanger)
                            ? new Search(domain, exchanger, mx.canonical()).answer()
                            : new Answer.Unknown("the MX records have just changed");
            case Resolver.Answer.NoData<MailExchanger> _ when mx.isSecure() -> // the implicit MX
                    new Search(domain, exchanger, mx.canonical()).answer();
            case Resolver.Answer<MailExchanger> _ -> others.ask(domain, exchanger);
        };
    }

    private static boolean names(List<MailExchanger> records, String exchanger) {
        return records.stream().anyMatch(one -> one.host().equalsIgnoreCase(exchanger));
    }

    private static Answer unknown(String name, Security security, String reason) {
        String text = "DNS for " + name + ": " + reason;
        return new Answer.Unknown(
                text,
                security == Security.BOGUS
                        ? Optional.of(policy(name, List.of(), Optional.of(dnssec(text))))
                        : Optional.empty());
    }

    private static TlsFailure dnssec(String reason) {
        return new TlsFailure(Kind.DNSSEC_INVALID, reason);
    }

    /// @param domain the TLSA base domain, or how far the search for it came. RFC 8460 §1.1
    private static TlsPolicy policy(
            String domain, List<Tlsa> records, Optional<TlsFailure> trouble) {
        return new TlsPolicy(
                TlsPolicy.Type.TLSA,
                domain,
                records.stream().map(Tlsa::toString).toList(),
                List.of(),
                trouble);
    }

    /// The search for the TLSA records of one mail exchanger, whose name is vouched for.
    private final class Search {
        private final Domain domain;
        private final String exchanger;

        /// Where the aliases of the domain lead.
        private final String next;

        /// @param next where the aliases of the domain lead
        Search(Domain domain, String exchanger, String next) {
            this.domain = domain;
            this.exchanger = exchanger;
            this.next = next;
        }

        Answer answer() {
            List<Lookup<InetAddress>> addresses =
                    List.of(
                            resolver.look(Question.a(exchanger)),
                            resolver.look(Question.aaaa(exchanger)));
            List<Lookup<InetAddress>> found =
                    addresses.stream()
                            .filter(one -> one.answer() instanceof Resolver.Answer.Found)
                            .toList();
            if (found.isEmpty()) {
                return addresses.stream()
                        .flatMap(this::failed)
                        .findFirst()
                        .orElseGet(() -> others.ask(domain, exchanger));
            }
            String canonical = found.getFirst().canonical();
            if (found.stream().allMatch(Lookup::isSecure)) {
                return canonical.equalsIgnoreCase(exchanger)
                        ? records(List.of(exchanger))
                        : records(List.of(canonical, exchanger));
            }
            return canonical.equalsIgnoreCase(exchanger)
                    ? others.ask(domain, exchanger)
                    : ofAlias();
        }

        private Stream<Answer> failed(Lookup<?> lookup) {
            return lookup.answer() instanceof Resolver.Answer.Failed<?>(var reason)
                    ? Stream.of(unknown(exchanger, lookup.security(), reason))
                    : Stream.empty();
        }

        /// A host whose name is vouched for, and an alias into a zone that is not: the records may
        /// stand with the alias. RFC 7672 §2.2.2
        private Answer ofAlias() {
            Lookup<String> alias = resolver.look(Question.cname(exchanger));
            return failed(alias)
                    .findFirst()
                    .orElseGet(() ->
                            alias.isSecure() && alias.answer() instanceof Resolver.Answer.Found
                                    ? records(List.of(exchanger))
                                    : others.ask(domain, exchanger));
        }

        /// @param bases in the order of RFC 7672 §2.2.2; the first that has records decides
        private Answer records(List<String> bases) {
            for (String base : bases) {
                String name = "_" + port + "._tcp." + base;
                Lookup<Tlsa> tlsa = resolver.look(Question.tlsa(name));
                if (tlsa.answer() instanceof Resolver.Answer.Failed<Tlsa>(var reason)) {
                    String text = "DNS for " + name + ": " + reason;
                    return new Answer.Unknown(
                            text, Optional.of(policy(base, List.of(), Optional.of(dnssec(text)))));
                }
                if (tlsa.isSecure()
                        && tlsa.answer() instanceof Resolver.Answer.Found<Tlsa>(var records)) {
                    return demand(base, records);
                }
            }
            return others.ask(domain, exchanger);
        }

        private Answer demand(String base, List<Tlsa> records) {
            List<Tlsa> usable = TlsaRecords.usable(records);
            if (usable.isEmpty()) {
                return encrypted(base, records);
            }
            List<String> names = Stream.of(base, domain.toAscii(), next).distinct().toList();
            return new Answer.Use(
                    TlsDemand.verifiedBy(new DaneCheck(usable, names, clock)).asking(base),
                    Optional.of(policy(base, records, Optional.empty())));
        }

        /// Records that nothing can be checked against still promise TLS. RFC 7672 §2.2
        private Answer encrypted(String base, List<Tlsa> records) {
            return switch (others.ask(domain, exchanger)) {
                case Answer.Use(var demand, _) when demand.level() != Level.VERIFIED ->
                        new Answer.Use(
                                TlsDemand.byMx(Level.ENCRYPTED).named(Naming.SURE).asking(base),
                                Optional.of(
                                        policy(
                                                base,
                                                records,
                                                Optional.of(
                                                        new TlsFailure(
                                                                Kind.TLSA_INVALID,
                                                                "no TLSA record is usable")))));
                case Answer stricter -> stricter;
            };
        }
    }
}
