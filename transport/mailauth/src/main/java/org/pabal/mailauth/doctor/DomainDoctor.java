// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.mailauth.examination.Iprev;

/// Examines the records of one domain of ours, and those of this host. For one thread.
public final class DomainDoctor {
    private static final int MAX_EXCHANGERS = 10;
    private static final int MAX_ADDRESSES = 8;

    private final Resolver resolver;
    private final OurHost host;
    private final PolicyFile policies;
    private final InstantSource clock;
    private final String domain;
    private final List<Diagnosis> found = new ArrayList<>();

    private DomainDoctor(
            Resolver resolver,
            OurHost host,
            PolicyFile policies,
            InstantSource clock,
            String domain) {
        this.resolver = resolver;
        this.host = host;
        this.policies = policies;
        this.clock = clock;
        this.domain = domain;
    }

    /// @param domain in A-labels
    /// @return what was found, good and bad, in the order of the mail's way
    public static List<Diagnosis> examine(
            String domain,
            OurHost host,
            Resolver resolver,
            PolicyFile policies,
            InstantSource clock) {
        DomainDoctor doctor =
                new DomainDoctor(resolver, host, policies, clock, domain.toLowerCase(Locale.ROOT));
        doctor.examine();
        return List.copyOf(doctor.found);
    }

    private void examine() {
        List<InetAddress> sending = hostName();
        sending.stream().limit(MAX_ADDRESSES).forEach(this::reverse);
        List<String> exchangers = exchangers(sending);
        SenderExamination senders =
                new SenderExamination(resolver, host, clock, domain, found::add);
        senders.spf(sending);
        senders.dkim();
        boolean enforced = senders.dmarc();
        TlsExamination tls = new TlsExamination(resolver, host, policies, domain, found::add);
        tls.sts(exchangers);
        exchangers.stream().filter(this::isOurName).forEach(tls::tlsa);
        tls.reporting();
        tls.bimi(enforced);
        new ServiceExamination(resolver, host, sending, domain, found::add).examine();
    }

    private void say(Remark remark, String... words) {
        found.add(Diagnosis.of(remark, words));
    }

    private boolean isOurName(String exchanger) {
        return exchanger.equalsIgnoreCase(host.hostname());
    }

    /// @return the addresses that mail of ours comes from, as far as the DNS tells
    private List<InetAddress> hostName() {
        String name = host.hostname();
        if (!name.contains(".")) {
            say(Remark.HOST_BARE, name);
        }
        return switch (resolver.addresses(name)) {
            case Answer.Found<InetAddress>(var addresses) -> {
                List<InetAddress> strange =
                        addresses.stream().filter(a -> !host.addresses().contains(a)).toList();
                if (strange.isEmpty() || host.addresses().isEmpty()) {
                    say(Remark.HOST_OK, name, shown(addresses));
                } else {
                    say(Remark.HOST_ELSEWHERE, name, shown(strange));
                }
                yield addresses;
            }
            case Answer.Failed<InetAddress>(var reason) -> {
                say(Remark.DNS_SILENT, name, reason);
                yield host.addresses();
            }
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ -> {
                found.add(
                        new Diagnosis(
                                Remark.HOST_NO_ADDRESS,
                                List.of(name),
                                host.addresses().stream().map(a -> addressLine(name, a)).toList()));
                yield host.addresses();
            }
        };
    }

    static String addressLine(String name, InetAddress address) {
        String type = address instanceof java.net.Inet6Address ? "AAAA" : "A";
        return name + ". " + type + " " + address.getHostAddress();
    }

    private static String shown(List<InetAddress> addresses) {
        return String.join(", ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    private void reverse(InetAddress address) {
        String shown = address.getHostAddress();
        Iprev iprev = Iprev.of(address, resolver);
        switch (iprev.result()) {
            case PASS -> {
                boolean same = iprev.name().equalsIgnoreCase(host.hostname());
                say(same ? Remark.PTR_OK : Remark.PTR_OTHER_NAME, shown, iprev.name());
            }
            case FAIL -> say(Remark.PTR_UNCONFIRMED, shown, iprev.reason());
            case TEMPERROR -> say(Remark.DNS_SILENT, shown, iprev.reason());
            case PERMERROR -> say(Remark.PTR_NONE, shown, host.hostname());
        }
    }

    /// @return the names of the mail exchangers
    private List<String> exchangers(List<InetAddress> ours) {
        switch (resolver.mx(domain)) {
            case Answer.Found<MailExchanger>(var records) -> {
                return exchangers(records, ours);
            }
            case Answer.NoData<MailExchanger> _ ->
                    found.add(Diagnosis.of(Remark.MX_NONE, domain).publishing(mxLine()));
            case Answer.NoSuchName<MailExchanger> _ ->
                    found.add(Diagnosis.of(Remark.MX_NO_DOMAIN, domain).publishing(mxLine()));
            case Answer.Failed<MailExchanger>(var reason) -> say(Remark.DNS_SILENT, domain, reason);
        }
        return List.of();
    }

    private String mxLine() {
        return domain + ". MX 10 " + host.hostname() + ".";
    }

    private List<String> exchangers(List<MailExchanger> records, List<InetAddress> ours) {
        List<String> names =
                records.stream()
                        .map(MailExchanger::host)
                        .filter(name -> !name.equals("."))
                        .limit(MAX_EXCHANGERS)
                        .toList();
        if (names.isEmpty()) { // RFC 7505
            found.add(Diagnosis.of(Remark.MX_NULL, domain).publishing(mxLine()));
            return names;
        }
        List<String> leading = names.stream().filter(name -> leadsHere(name, ours)).toList();
        if (leading.isEmpty()) {
            found.add(
                    Diagnosis.of(Remark.MX_ELSEWHERE, String.join(", ", names))
                            .publishing(mxLine()));
        } else {
            say(Remark.MX_OK, String.join(", ", leading));
        }
        return names;
    }

    private boolean leadsHere(String exchanger, List<InetAddress> ours) {
        if (isAddress(exchanger)) {
            found.add(Diagnosis.of(Remark.MX_IS_ADDRESS, exchanger).publishing(mxLine()));
            return false;
        }
        if (resolver.look(Question.cname(exchanger)).answer() instanceof Answer.Found<String>) {
            say(Remark.MX_ALIAS, exchanger);
        }
        return switch (resolver.addresses(exchanger)) {
            case Answer.Found<InetAddress>(var addresses) ->
                    isOurName(exchanger) || addresses.stream().anyMatch(ours::contains);
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ -> {
                say(Remark.MX_WITHOUT_ADDRESS, exchanger);
                yield false;
            }
            case Answer.Failed<InetAddress>(var reason) -> {
                say(Remark.DNS_SILENT, exchanger, reason);
                yield isOurName(exchanger);
            }
        };
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}
