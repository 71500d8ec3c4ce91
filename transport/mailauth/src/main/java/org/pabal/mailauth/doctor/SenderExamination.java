// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcRecord;
import org.pabal.mailauth.dmarc.ReportUri;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What says who may send for the domain: SPF, DKIM, DMARC.
final class SenderExamination {
    private static final int KEY_TTL = 3_600;

    /// Of documentation (RFC 5737): nobody's mail comes from there.
    private static final InetAddress NOBODY = InetAddress.ofLiteral("203.0.113.253");

    private final Resolver resolver;
    private final OurHost host;
    private final InstantSource clock;
    private final String domain;
    private final Consumer<Diagnosis> out;

    SenderExamination(
            Resolver resolver,
            OurHost host,
            InstantSource clock,
            String domain,
            Consumer<Diagnosis> out) {
        this.resolver = resolver;
        this.host = host;
        this.clock = clock;
        this.domain = domain;
        this.out = out;
    }

    private void say(Remark remark, String... words) {
        out.accept(Diagnosis.of(remark, words));
    }

    private void say(String toPublish, Remark remark, String... words) {
        out.accept(Diagnosis.of(remark, words).publishing(toPublish));
    }

    void spf(List<InetAddress> sending) {
        SpfOutcome anyone = spf(NOBODY);
        switch (anyone.result()) {
            case NONE -> say(domain + ". TXT \"v=spf1 mx -all\"", Remark.SPF_NONE);
            case PERMERROR -> say(Remark.SPF_BROKEN, anyone.reason());
            case TEMPERROR -> say(Remark.DNS_SILENT, domain, anyone.reason());
            case PASS -> say(Remark.SPF_OPEN, anyone.reason());
            case NEUTRAL, FAIL, SOFTFAIL -> sending.forEach(this::mayBeSentFrom);
        }
    }

    private void mayBeSentFrom(InetAddress address) {
        SpfOutcome outcome = spf(address);
        Remark remark =
                switch (outcome.result()) {
                    case PASS -> Remark.SPF_OK;
                    case TEMPERROR -> Remark.DNS_SILENT;
                    case NONE, NEUTRAL, FAIL, SOFTFAIL, PERMERROR ->
                            outcome.result() == SpfResult.PERMERROR
                                    ? Remark.SPF_BROKEN
                                    : Remark.SPF_FORBIDS;
                };
        if (remark == Remark.SPF_BROKEN) {
            say(remark, outcome.reason());
        } else {
            say(remark, address.getHostAddress(), outcome.reason());
        }
    }

    private SpfOutcome spf(InetAddress client) {
        Address sender = new Address("postmaster", Domain.of(domain));
        return new SpfChecker(resolver, SpfLimits.standard(), host.hostname(), clock)
                .check(new SpfIdentity.MailFrom(sender), client, host.hostname());
    }

    void dkim() {
        if (host.keys().isEmpty()) {
            say(Remark.DKIM_NO_KEY, domain);
        }
        for (PublicKeyRecord key : host.keys()) {
            switch (key.judge(resolver.txt(key.name()))) {
                case PublicKeyRecord.Sight.Right _ -> say(Remark.DKIM_OK, key.name());
                case PublicKeyRecord.Sight.Absent _ ->
                        say(key.zoneLine(KEY_TTL), Remark.DKIM_MISSING, key.name());
                case PublicKeyRecord.Sight.Wrong(var problem) ->
                        say(key.zoneLine(KEY_TTL), Remark.DKIM_WRONG, key.name(), problem);
                case PublicKeyRecord.Sight.Unknown(var reason) ->
                        say(Remark.DNS_SILENT, key.name(), reason);
            }
        }
    }

    /// @return whether receivers are asked to act
    boolean dmarc() {
        String name = "_dmarc." + domain;
        return switch (resolver.txt(name)) {
            case Answer.Failed<String>(var reason) -> {
                say(Remark.DNS_SILENT, name, reason);
                yield false;
            }
            case Answer.Found<String>(var texts) -> dmarc(texts);
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> dmarcAbove();
        };
    }

    private boolean dmarc(List<String> texts) {
        List<DmarcRecord> records = records(texts);
        if (records.isEmpty()) {
            return dmarcAbove();
        }
        if (records.size() > 1) {
            say(Remark.DMARC_SEVERAL, Integer.toString(records.size()));
            return false;
        }
        DmarcRecord record = records.getFirst();
        if (record.fault().isPresent()) {
            say(Remark.DMARC_BROKEN, record.fault().get());
            return false;
        }
        record.remarks().forEach(remark -> say(Remark.DMARC_REMARK, remark));
        boolean acts = record.p() != Disposition.NONE && !record.testing();
        if (acts) {
            say(Remark.DMARC_OK, record.p().word());
        } else {
            say(Remark.DMARC_WATCHES);
        }
        record.rua().forEach(this::reports);
        return acts;
    }

    private static List<DmarcRecord> records(List<String> texts) {
        return texts.stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
    }

    /// A record further up holds too. RFC 9989 §4.10
    private boolean dmarcAbove() {
        for (int dot = domain.indexOf('.');
                dot >= 0 && domain.indexOf('.', dot + 1) >= 0;
                dot = domain.indexOf('.', dot + 1)) {
            String above = domain.substring(dot + 1);
            if (resolver.txt("_dmarc." + above) instanceof Answer.Found<String>(var texts)) {
                List<DmarcRecord> records = records(texts);
                if (records.size() == 1) {
                    Disposition policy = records.getFirst().sp().orElse(records.getFirst().p());
                    say(Remark.DMARC_ABOVE, above, policy.word());
                    return policy != Disposition.NONE;
                }
            }
        }
        say(
                "_dmarc."
                        + domain
                        + ". TXT \"v=DMARC1; p=none; rua=mailto:postmaster@"
                        + domain
                        + "\"",
                Remark.DMARC_NONE);
        return false;
    }

    /// Whether a foreign domain wants the reports. RFC 9990 §4
    private void reports(ReportUri uri) {
        Optional<String> other = uri.address().map(address -> address.domain().toAscii());
        if (other.isEmpty() || isOfOneHouse(other.get())) {
            return;
        }
        String name = domain + "._report._dmarc." + other.get();
        switch (resolver.txt(name)) {
            case Answer.Found<String>(var texts) when !records(texts).isEmpty() -> {}
            case Answer.Failed<String>(var reason) -> say(Remark.DNS_SILENT, name, reason);
            case Answer.Found<String> _, Answer.NoData<String> _, Answer.NoSuchName<String> _ ->
                    say(
                            name + ". TXT \"v=DMARC1\"",
                            Remark.DMARC_FOREIGN_REPORTS,
                            uri.address().orElseThrow().toString());
        }
    }

    private boolean isOfOneHouse(String other) {
        return other.equalsIgnoreCase(domain)
                || other.endsWith("." + domain)
                || domain.endsWith("." + other);
    }
}
