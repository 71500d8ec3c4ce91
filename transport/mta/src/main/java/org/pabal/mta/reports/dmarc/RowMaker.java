// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.Alignment;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.dmarc.DmarcPolicy;
import org.pabal.mailauth.dmarc.DmarcRecord;
import org.pabal.mailauth.dmarc.DmarcResult;
import org.pabal.mailauth.dmarc.ReportUri;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mta.reports.format.v1.AggregateRow;
import org.pabal.mta.reports.format.v1.PublishedOctets;

/// Says of a mail what a report says of it. Names of strangers are cut to lengths that honest ones
/// keep.
final class RowMaker {
    private static final int MAX_NAME = 255;
    private static final int MAX_COMMENT = 200;
    private static final int MAX_URI = 500;
    private static final int MAX_REMARKS = 1_000;

    private RowMaker() {}

    static AggregateRow row(JudgedMail mail) {
        DmarcOutcome dmarc = mail.dmarc();
        boolean spfAsked = mail.spf().identity() instanceof SpfIdentity.MailFrom;
        return new AggregateRow(
                address(mail.client()),
                disposition(mail),
                dmarc.dkim().stream().anyMatch(Alignment::counts),
                dmarc.spf().counts(),
                reasons(mail),
                cut(dmarc.fromDomain(), MAX_NAME),
                cut(mail.envelopeFrom(), MAX_NAME),
                cut(mail.envelopeTo(), MAX_NAME),
                signatures(mail),
                spfAsked ? cut(mail.spf().domain(), MAX_NAME) : "",
                spfAsked ? mail.spf().result().word() : "");
    }

    private static String address(InetAddress client) {
        String text = client.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /// `pass` where a policy could have been applied and was not needed. RFC 9990 §3.1.1.
    private static String disposition(JudgedMail mail) {
        boolean passed = mail.dmarc().result() == DmarcResult.PASS;
        boolean enforcing =
                mail.dmarc()
                        .policy()
                        .filter(policy -> policy.requested() != Disposition.NONE)
                        .isPresent();
        return passed && enforcing && mail.applied() == Disposition.NONE
                ? "pass"
                : mail.applied().word();
    }

    /// When a mail fails and something else is done than the policy says, there must be a reason.
    /// RFC 9990 §3.1.1.6.
    private static List<AggregateRow.Reason> reasons(JudgedMail mail) {
        List<AggregateRow.Reason> reasons = new ArrayList<>();
        for (JudgedMail.Overriding each : mail.overrides()) {
            reasons.add(
                    new AggregateRow.Reason(
                            each.reason().word(), cut(each.comment(), MAX_COMMENT)));
        }
        boolean failed = mail.dmarc().result() == DmarcResult.FAIL;
        if (failed && mail.dmarc().policy().isPresent() && reasons.isEmpty()) {
            DmarcPolicy policy = mail.dmarc().policy().get();
            if (mail.applied() != policy.requested()) {
                boolean test = policy.record().testing() && mail.applied() == policy.recommended();
                reasons.add(
                        new AggregateRow.Reason(test ? "policy_test_mode" : "local_policy", ""));
            }
        }
        return reasons;
    }

    /// The nearest to the author first. RFC 9990 §3.1.3.
    private static List<AggregateRow.Signature> signatures(JudgedMail mail) {
        List<Alignment> alignments = mail.dmarc().dkim();
        return IntStream.range(0, mail.dkim().size())
                .boxed()
                .sorted(
                        Comparator.comparingInt(i ->
                                rank(
                                        mail.dkim().get(i),
                                        i < alignments.size()
                                                ? alignments.get(i)
                                                : Alignment.NONE)))
                .map(mail.dkim()::get)
                .filter(signature -> !signature.domain().isEmpty())
                .map(signature ->
                        new AggregateRow.Signature(
                                cut(signature.domain(), MAX_NAME),
                                cut(signature.selector(), MAX_NAME),
                                signature.result().text()))
                .limit(100)
                .collect(Collectors.toList());
    }

    private static int rank(DkimOutcome signature, Alignment alignment) {
        return switch (alignment) {
            case STRICT -> 0;
            case RELAXED -> 1;
            case NONE -> signature.isPass() ? 2 : 3;
        };
    }

    /// The policy of the domain, as the report shows it.
    static PublishedOctets published(DmarcPolicy policy) {
        DmarcRecord record = policy.record();
        Disposition sp = record.sp().orElse(record.p());
        return new PublishedOctets(
                record.p().word(),
                sp.word(),
                record.np().map(Disposition::word).orElse(""),
                record.dkim().word(),
                record.spf().word(),
                cut(record.fo(), MAX_NAME),
                record.testing() ? "y" : "n",
                wanted(record),
                cut(String.join("; ", record.remarks()), MAX_REMARKS),
                0,
                0);
    }

    /// Addresses that could be written to.
    static List<String> wanted(DmarcRecord record) {
        return record.rua().stream()
                .filter(uri -> uri.address().isPresent())
                .map(ReportUri::text)
                .filter(text -> text.length() <= MAX_URI)
                .toList();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
