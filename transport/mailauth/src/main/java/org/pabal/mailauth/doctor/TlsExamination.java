// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Tlsa;
import org.pabal.mailauth.bimi.BimiRecord;
import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.mailauth.mtasts.StsRecord;
import org.pabal.mailauth.tlsrpt.TlsRptRecord;

/// What says that mail comes under TLS, and who hears when it does not: MTA-STS, DANE, TLSRPT; and
/// BIMI.
final class TlsExamination {
    private static final int DNS_NAME = 2;
    private static final int SMTP = 25;
    private static final Duration FIRST_AGE = Duration.ofDays(7);

    private final Resolver resolver;
    private final OurHost host;
    private final PolicyFile policies;
    private final String domain;
    private final Consumer<Diagnosis> out;

    TlsExamination(
            Resolver resolver,
            OurHost host,
            PolicyFile policies,
            String domain,
            Consumer<Diagnosis> out) {
        this.resolver = resolver;
        this.host = host;
        this.policies = policies;
        this.domain = domain;
        this.out = out;
    }

    private void say(Remark remark, String... words) {
        out.accept(Diagnosis.of(remark, words));
    }

    void sts(List<String> exchangers) {
        String name = StsRecord.nameFor(domain);
        switch (resolver.txt(name)) {
            case Answer.Failed<String>(var reason) -> say(Remark.DNS_SILENT, name, reason);
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> noSts(exchangers);
            case Answer.Found<String>(var texts) -> {
                switch (StsRecord.parse(texts)) {
                    case StsRecord.Found.None _ -> noSts(exchangers);
                    case StsRecord.Found.Unusable(var reason) ->
                            say(Remark.STS_RECORD_BROKEN, reason);
                    case StsRecord.Found.One(var record) -> sts(record, exchangers);
                }
            }
        }
    }

    /// Our own policy for the domain, to begin with.
    private void noSts(List<String> exchangers) {
        List<String> named = exchangers.isEmpty() ? List.of(host.hostname()) : exchangers;
        StsPolicy policy = new StsPolicy(StsPolicy.Mode.TESTING, FIRST_AGE, named);
        List<String> lines = new ArrayList<>();
        lines.add(StsRecord.nameFor(domain) + ". TXT \"" + new StsRecord("1").text() + "\"");
        lines.add("mta-sts." + domain + ". CNAME " + host.hostname() + ".");
        policy.lines().forEach(line -> lines.add("# " + line));
        out.accept(new Diagnosis(Remark.STS_NONE, List.of(domain), lines));
    }

    private void sts(StsRecord record, List<String> exchangers) {
        switch (policies.fetch(domain)) {
            case PolicyFile.Fetched.Offline _ -> say(Remark.STS_OFFLINE, record.id());
            case PolicyFile.Fetched.Failed(var reason) -> say(Remark.STS_POLICY_BROKEN, reason);
            case PolicyFile.Fetched.Policy(var policy) -> sts(policy, exchangers);
        }
    }

    private void sts(StsPolicy policy, List<String> exchangers) {
        if (policy.mode() == StsPolicy.Mode.NONE) {
            say(Remark.STS_TESTING, policy.mode().word());
            return;
        }
        List<String> missing = exchangers.stream().filter(mx -> !policy.names(mx)).toList();
        missing.forEach(mx -> say(Remark.STS_MX_MISSING, mx));
        boolean ours = exchangers.stream().anyMatch(mx -> mx.equalsIgnoreCase(host.hostname()));
        boolean certified =
                host.certificates().isEmpty()
                        || host.certificates().stream().anyMatch(this::isForHostByAuthority);
        if (ours && !certified) {
            say(Remark.STS_CERTIFICATE, host.hostname());
        }
        if (policy.mode() == StsPolicy.Mode.TESTING) {
            say(Remark.STS_TESTING, policy.mode().word());
        } else if (missing.isEmpty() && (certified || !ours)) {
            say(Remark.STS_OK, policy.mode().word(), String.join(", ", policy.exchangers()));
        }
    }

    /// Whether its authority is one that others trust is not for us to say; one that vouches for
    /// itself is none.
    private boolean isForHostByAuthority(List<X509Certificate> chain) {
        X509Certificate own = chain.getFirst();
        return !own.getSubjectX500Principal().equals(own.getIssuerX500Principal())
                && isFor(own, host.hostname().toLowerCase(Locale.ROOT));
    }

    private static boolean isFor(X509Certificate certificate, String name) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            String wild = "*" + name.substring(Math.max(0, name.indexOf('.')));
            return names != null
                    && names.stream()
                            .filter(one -> Integer.valueOf(DNS_NAME).equals(one.getFirst()))
                            .map(one -> String.valueOf(one.get(1)).toLowerCase(Locale.ROOT))
                            .anyMatch(one -> one.equals(name) || one.equals(wild));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    /// Of an exchanger that is this host. RFC 7672
    void tlsa(String exchanger) {
        String name = "_" + SMTP + "._tcp." + exchanger;
        Resolver.Lookup<Tlsa> lookup = resolver.look(Question.tlsa(name));
        switch (lookup.answer()) {
            case Answer.Failed<Tlsa>(var reason) -> say(Remark.DNS_SILENT, name, reason);
            case Answer.NoData<Tlsa> _, Answer.NoSuchName<Tlsa> _ ->
                    say(Remark.TLSA_NONE, exchanger);
            case Answer.Found<Tlsa>(var records) -> {
                if (!lookup.isSecure()) {
                    say(Remark.TLSA_INSECURE, exchanger);
                }
                boolean any =
                        host.certificates().stream()
                                .anyMatch(chain ->
                                        records.stream().anyMatch(one -> matches(one, chain)));
                if (any) {
                    say(Remark.TLSA_OK, exchanger);
                } else {
                    out.accept(
                            new Diagnosis(
                                    Remark.TLSA_MISMATCH,
                                    List.of(exchanger),
                                    host.certificates().stream()
                                            .map(chain -> tlsaLine(name, chain.getFirst()))
                                            .toList()));
                }
            }
        }
    }

    /// The key's hash, as RFC 7672 §3.1 advises.
    private static String tlsaLine(String name, X509Certificate own) {
        byte[] hash = digest("SHA-256", own.getPublicKey().getEncoded());
        return name + ". TLSA 3 1 1 " + HexFormat.of().formatHex(hash);
    }

    /// Usage 3 is about the server's own certificate, usage 2 about one that signed it.
    private static boolean matches(Tlsa record, List<X509Certificate> chain) {
        return switch (record.usage()) {
            case 3 -> matches(record, chain.getFirst());
            case 2 -> chain.stream().skip(1).anyMatch(one -> matches(record, one));
            default -> false; // RFC 7672 §3.1.3
        };
    }

    private static boolean matches(Tlsa record, X509Certificate certificate) {
        try {
            byte[] octets =
                    switch (record.selector()) {
                        case 0 -> certificate.getEncoded();
                        case 1 -> certificate.getPublicKey().getEncoded();
                        default -> new byte[0];
                    };
            byte[] matched =
                    switch (record.matching()) {
                        case 0 -> octets;
                        case 1 -> digest("SHA-256", octets);
                        case 2 -> digest("SHA-512", octets);
                        default -> new byte[0];
                    };
            return matched.length > 0
                    && HexFormat.of().formatHex(matched).equalsIgnoreCase(record.association());
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    void reporting() {
        String name = TlsRptRecord.nameFor(domain);
        switch (resolver.txt(name)) {
            case Answer.Failed<String>(var reason) -> say(Remark.DNS_SILENT, name, reason);
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> noReporting();
            case Answer.Found<String>(var texts) -> {
                switch (TlsRptRecord.parse(texts)) {
                    case TlsRptRecord.Found.None _ -> noReporting();
                    case TlsRptRecord.Found.Unusable(var reason) ->
                            say(Remark.TLSRPT_BROKEN, reason);
                    case TlsRptRecord.Found.One(var record, var passedOver) -> {
                        if (!passedOver.isEmpty()) {
                            say(
                                    Remark.TLSRPT_BROKEN,
                                    "nothing can be sent to " + String.join(", ", passedOver));
                        }
                        say(
                                Remark.TLSRPT_OK,
                                record.destinations().stream()
                                        .map(TlsExamination::shown)
                                        .collect(Collectors.joining(", ")));
                    }
                }
            }
        }
    }

    private static String shown(TlsRptRecord.Destination destination) {
        return switch (destination) {
            case TlsRptRecord.Destination.Mail(var to) -> to.toString();
            case TlsRptRecord.Destination.Https(var server, _, var target) ->
                    "https://" + server + target;
        };
    }

    private void noReporting() {
        out.accept(
                Diagnosis.of(Remark.TLSRPT_NONE)
                        .publishing(
                                TlsRptRecord.nameFor(domain)
                                        + ". TXT \"v=TLSRPTv1; rua=mailto:postmaster@"
                                        + domain
                                        + "\""));
    }

    /// @param enforced whether DMARC asks receivers to act
    void bimi(boolean enforced) {
        String name = BimiRecord.nameFor(domain);
        switch (resolver.txt(name)) {
            case Answer.Failed<String>(var reason) -> say(Remark.DNS_SILENT, name, reason);
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> say(Remark.BIMI_NONE);
            case Answer.Found<String>(var texts) -> {
                switch (BimiRecord.parse(texts)) {
                    case BimiRecord.Found.None _ -> say(Remark.BIMI_NONE);
                    case BimiRecord.Found.Unusable(var reason) -> say(Remark.BIMI_BROKEN, reason);
                    case BimiRecord.Found.One(var record) -> {
                        say(Remark.BIMI_OK, record.location().isEmpty() ? "-" : record.location());
                        if (!enforced && !record.location().isEmpty()) {
                            say(Remark.BIMI_NEEDS_DMARC);
                        }
                    }
                }
            }
        }
    }
}
