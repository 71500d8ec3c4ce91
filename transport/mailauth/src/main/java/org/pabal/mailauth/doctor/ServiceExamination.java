// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.ServiceHost;

/// Whether mail programs find our services by SRV records (RFC 2782, RFC 6186). Mail comes and goes
/// without them: what is missing is a hint, and what misleads a warning.
final class ServiceExamination {
    /// Of one service; whoever has more than this has no mistake that is found by looking at all.
    private static final int MAX_RECORDS = 4;

    private final Resolver resolver;
    private final OurHost host;
    private final List<InetAddress> ours;
    private final String domain;
    private final Consumer<Diagnosis> out;
    private final List<String> right = new ArrayList<>();
    private final List<ServiceRecord> missing = new ArrayList<>();

    /// @param ours the addresses of this host, as others see them
    ServiceExamination(
            Resolver resolver,
            OurHost host,
            List<InetAddress> ours,
            String domain,
            Consumer<Diagnosis> out) {
        this.resolver = resolver;
        this.host = host;
        this.ours = ours;
        this.domain = domain;
        this.out = out;
    }

    void examine() {
        host.services().forEach(this::examine);
        if (!right.isEmpty()) {
            out.accept(Diagnosis.of(Remark.SRV_OK, String.join(", ", right)));
        }
        if (!missing.isEmpty()) {
            out.accept(
                    new Diagnosis(
                            Remark.SRV_MISSING,
                            List.of(
                                    String.join(
                                            ", ",
                                            missing.stream().map(ServiceRecord::service).toList())),
                            missing.stream().map(one -> one.zoneLine(domain)).toList()));
        }
    }

    private void examine(ServiceRecord wanted) {
        String name = wanted.name(domain);
        switch (resolver.srv(name)) {
            case Answer.Found<ServiceHost>(var records) -> {
                List<ServiceHost> offered =
                        records.stream().filter(ServiceHost::isOffered).limit(MAX_RECORDS).toList();
                if (wanted.isOffered()) {
                    open(wanted, offered);
                } else {
                    closed(wanted, offered);
                }
            }
            case Answer.NoData<ServiceHost> _, Answer.NoSuchName<ServiceHost> _ -> {
                if (wanted.isOffered()) {
                    missing.add(wanted);
                }
            }
            case Answer.Failed<ServiceHost>(var reason) ->
                    out.accept(Diagnosis.of(Remark.DNS_SILENT, name, reason));
        }
    }

    private void open(ServiceRecord wanted, List<ServiceHost> offered) {
        if (offered.isEmpty()) {
            say(Remark.SRV_DENIED, wanted);
            return;
        }
        List<ServiceHost> here =
                offered.stream().filter(one -> leadsHere(wanted, one.host())).toList();
        if (here.isEmpty()) {
            say(Remark.SRV_ELSEWHERE, wanted, offered.getFirst().host());
        } else if (here.stream().anyMatch(one -> one.port() == wanted.place().port())) {
            right.add(wanted.service());
        } else {
            say(Remark.SRV_PORT, wanted, Integer.toString(here.getFirst().port()));
        }
    }

    private void closed(ServiceRecord wanted, List<ServiceHost> offered) {
        offered.stream()
                .map(ServiceHost::host)
                .filter(target -> leadsHere(wanted, target))
                .findFirst()
                .ifPresent(target -> say(Remark.SRV_CLOSED, wanted, target));
    }

    private boolean leadsHere(ServiceRecord wanted, String target) {
        return target.equals(wanted.place().host())
                || target.equalsIgnoreCase(host.hostname())
                || resolver.addresses(target) instanceof Answer.Found<InetAddress>(var addresses)
                        && addresses.stream().anyMatch(ours::contains);
    }

    private void say(Remark remark, ServiceRecord wanted, String... found) {
        List<String> words = new ArrayList<>(List.of(wanted.name(domain)));
        words.addAll(List.of(found));
        out.accept(new Diagnosis(remark, words, List.of(wanted.zoneLine(domain))));
    }
}
