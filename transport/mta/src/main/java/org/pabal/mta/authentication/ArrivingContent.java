// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.ForgedResults;
import org.pabal.mailauth.spf.ReceivedSpf;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.ReversePath;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.reports.dmarc.JudgedMail;
import org.pabal.smtp.Verdict;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The content of an arriving mail: examined as it passes, judged at its end. For one thread.
public final class ArrivingContent implements ContentExamination {
    private static final Logger LOG = LoggerFactory.getLogger(ArrivingContent.class);
    private static final String UNKNOWN = "<UNKNOWN>"; // as policyd-spf hides a receiver

    private final ArrivalExamination arrival;
    private final ArrivalExaminer examiner;
    private final AnnouncedMail mail;
    private final List<String> owners;
    private boolean bodyWanted;
    private Optional<ForwardSeal> seal = Optional.empty();
    private Optional<ResealedContent.Found> found = Optional.empty();
    private Optional<Findings> findings = Optional.empty();

    ArrivingContent(ArrivalExamination arrival, AnnouncedMail mail) {
        this.arrival = arrival;
        this.examiner = arrival.examiner;
        this.mail = mail;
        this.owners = mail.recipients().stream().map(ArrivalExamination::owner).distinct().toList();
    }

    /// Signatures are judged by what came, forged results included.
    @Override
    public byte[] header(byte[] section) {
        arrival.authentication.header(MessageHeader.parse(section));
        bodyWanted = arrival.authentication.wantsBody();
        ForgedResults.Cleaned cleaned = examiner.forged.remove(section);
        if (cleaned.removed() > 0) {
            LOG.info(
                    "session={} mail={} event=forged-results removed={}",
                    mail.session(),
                    mail.id(),
                    cleaned.removed());
        }
        seal =
                ForwardSeal.key(examiner.sealingKeys, mail.recipients())
                        .map(key -> ForwardSeal.begin(examiner.sealer, key, cleaned.section()));
        return cleaned.section();
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        if (bodyWanted) {
            arrival.authentication.write(octets, offset, length);
        }
        seal.ifPresent(open -> open.body(octets, offset, length));
    }

    @Override
    public Examined finish() {
        Findings findings = arrival.authentication.finish();
        this.findings = Optional.of(findings);
        Judgement judgement = examiner.weighing.judge(findings, () -> allowance(findings));
        log(findings, judgement);
        examiner.reporting.observe(judged(findings, judgement));
        Map<Fact, String> facts = facts(findings, judgement);
        if (judgement.verdict() instanceof Verdict.Refuse refusal) {
            return Examined.refused(refusal, facts);
        }
        learn(findings);
        AuthenticationResults results =
                new AuthenticationResults(
                        examiner.rules.authservId(),
                        findings.results(judgement.said(), judgement.applied()));
        byte[] above = fields(results, findings).getBytes(StandardCharsets.UTF_8);
        Examined examined =
                new Examined(
                        Verdict.ACCEPT,
                        above,
                        new byte[0],
                        facts,
                        results.payload().replace("\r\n", ""));
        found =
                seal.map(by ->
                        new ResealedContent.Found(by, findings.arc(), results.payload(), examined));
        return found.map(sealed -> sealed.sealed(sealed.seal())).orElse(examined);
    }

    /// What was found about who sent it; empty before the end of the content.
    public Optional<Findings> findings() {
        return findings;
    }

    /// An edit would break the seal; what was found of the mail as it came stands.
    @Override
    public Optional<ContentExamination> anew() {
        return found.map(sealed -> new ResealedContent(examiner.sealer, sealed));
    }

    private Optional<Allowance> allowance(Findings findings) {
        return TrustedSeals.allowance(findings, examiner.rules.trustedSealers())
                .or(() -> arrival.forwarder(owners));
    }

    private String fields(AuthenticationResults results, Findings findings) {
        AuthenticationRules.Fields fields = examiner.rules.fields();
        String top =
                switch (fields) {
                    case BOTH, AUTHENTICATION_RESULTS -> results.field();
                    case RECEIVED_SPF, NONE -> "";
                };
        return switch (fields) {
            case BOTH, RECEIVED_SPF -> top + receivedSpf(findings);
            case AUTHENTICATION_RESULTS, NONE -> top;
        };
    }

    private String receivedSpf(Findings findings) {
        String receiver =
                examiner.rules.spf().receiver() == SpfRules.Receiver.SHOWN
                        ? examiner.rules.authservId()
                        : UNKNOWN;
        return ReceivedSpf.field(
                findings.spfMailFrom(),
                findings.client().address(),
                findings.client().helo(),
                receiver);
    }

    private void log(Findings findings, Judgement judgement) {
        LOG.info(
                "session={} mail={} event=authenticated iprev={} helo={} spf={} dkim={} arc={}"
                        + " dmarc={} from={} applied={} reason={}",
                mail.session(),
                mail.id(),
                findings.iprev().map(i -> i.result().name().toLowerCase(Locale.ROOT)).orElse("-"),
                findings.spfHelo().result().word(),
                findings.spfMailFrom().result().word(),
                new LogText(signatures(findings)),
                findings.arc().result().text(),
                word(findings.dmarc()),
                new LogText(findings.dmarc().fromDomain()),
                judgement.applied().word(),
                new LogText(judgement.reason()));
    }

    private static String word(DmarcOutcome dmarc) {
        return dmarc.result().name().toLowerCase(Locale.ROOT);
    }

    private static String signatures(Findings findings) {
        return findings.dkim().isEmpty()
                ? "none"
                : findings.dkim().stream()
                        .map(each -> (each.result().text() + " " + each.domain()).strip())
                        .collect(Collectors.joining(", "));
    }

    private static Map<Fact, String> facts(Findings findings, Judgement judgement) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        SpfOutcome spf = findings.spfMailFrom();
        facts.put(Fact.SPF, (spf.result().word() + " " + spf.domain()).strip());
        facts.put(Fact.DKIM, signatures(findings));
        facts.put(
                Fact.DMARC, (word(findings.dmarc()) + " " + findings.dmarc().fromDomain()).strip());
        facts.put(Fact.ARC, findings.arc().result().text());
        judgement.allowance().ifPresent(allowance -> facts.put(Fact.LET_IN, allowance.detail()));
        return facts;
    }

    /// A mail that its client may not send and that came whole was passed on.
    private void learn(Findings findings) {
        SpfResult spf = findings.spfMailFrom().result();
        boolean passedOn =
                examiner.rules.learning() == AuthenticationRules.Learning.ON
                        && (spf == SpfResult.FAIL || spf == SpfResult.SOFTFAIL)
                        && findings.dmarc().isAligned();
        String name = passedOn ? arrival.name() : "";
        if (name.isEmpty()) {
            return;
        }
        for (int i = 0; i < findings.dkim().size(); i++) {
            DkimOutcome each = findings.dkim().get(i);
            if (each.isPass() && findings.dmarc().dkim().get(i).counts()) {
                examiner.forwarders.learn(
                        findings.client().address(),
                        name,
                        owners,
                        findings.dmarc().fromDomain(),
                        each.fingerprint());
                return;
            }
        }
    }

    private JudgedMail judged(Findings findings, Judgement judgement) {
        return new JudgedMail(
                findings.client().address(),
                findings.client().from() instanceof ReversePath.To(var from)
                        ? from.domain().toAscii()
                        : "",
                recipientDomain(),
                findings.dmarc(),
                findings.spfMailFrom(),
                findings.dkim(),
                judgement.applied(),
                overrides(findings, judgement));
    }

    private String recipientDomain() {
        List<String> domains =
                mail.recipients().stream()
                        .map(recipient ->
                                recipient
                                        .original()
                                        .substring(recipient.original().lastIndexOf('@') + 1)
                                        .toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        return domains.size() == 1 ? domains.getFirst() : "";
    }

    private static List<JudgedMail.Overriding> overrides(Findings findings, Judgement judgement) {
        if (findings.dmarc().recommended() == judgement.applied()) {
            return List.of();
        }
        Optional<Allowance> allowance = judgement.allowance();
        return List.of(
                allowance.isPresent()
                        ? new JudgedMail.Overriding(
                                JudgedMail.Reason.TRUSTED_FORWARDER,
                                RefusalTexts.printable(allowance.get().shown()))
                        : new JudgedMail.Overriding(JudgedMail.Reason.LOCAL_POLICY, ""));
    }

    @Override
    public void close() {
        arrival.close();
    }
}
