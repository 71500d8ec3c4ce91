// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.DmarcPolicy;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// What a sender is told: which check failed, of which domain, from which address, and who has to
/// change what. Codes: RFC 7372 §3. Lines are ASCII and short enough for RFC 5321 §4.5.3.1.5.
final class RefusalTexts {
    private static final int MAX_LINE = 400;
    private static final int MAX_SIGNATURES = 3;

    private RefusalTexts() {}

    /// The author's domain asks for it. RFC 9989 §5.4.
    static Verdict.Refuse dmarc(Findings findings, DmarcPolicy policy) {
        String author = findings.dmarc().fromDomain();
        String asks =
                policy.domain()
                        + " publishes DMARC "
                        + policy.tag().name().toLowerCase(java.util.Locale.ROOT)
                        + "="
                        + policy.requested().word();
        return refuse(
                550,
                "5.7.26",
                "DMARC: " + asks + "; " + found(findings),
                "Mail that says it is from " + author + " is refused: " + asks,
                "Found: " + found(findings),
                "To mend: sign with DKIM as "
                        + author
                        + ", or have its SPF record name "
                        + address(findings.client())
                        + "; a forwarder passes signed mail on unchanged or seals it with ARC");
    }

    /// An answer is missing that would decide a refusal.
    static Verdict.Refuse unanswered(Findings findings, String reason) {
        String author = findings.dmarc().fromDomain();
        return refuse(
                451,
                "4.7.0",
                "undecided: " + reason,
                "Mail from "
                        + (author.isEmpty() ? "this author" : author)
                        + " cannot be authenticated now, try again later: "
                        + reason);
    }

    /// What the operator wants of SPF.
    static Verdict.Refuse spf(SpfOutcome outcome, SendingClient client) {
        String what = identity(outcome) + " (SPF " + outcome.result().word() + ")";
        List<String> lines =
                Stream.of(
                                outcome.domain()
                                        + " does not let "
                                        + address(client)
                                        + " send its mail: "
                                        + what,
                                outcome.reason().isEmpty() ? "" : "Found: " + outcome.reason(),
                                outcome.explanation().isEmpty()
                                        ? ""
                                        : outcome.domain()
                                                + " explains: \""
                                                + outcome.explanation()
                                                + "\"",
                                "To mend: have the SPF record of "
                                        + outcome.domain()
                                        + " name this address; a forwarder rewrites the sender (SRS)")
                        .filter(line -> !line.isEmpty())
                        .toList();
        boolean wrong = outcome.result() == SpfResult.PERMERROR;
        return refuse(550, wrong ? "5.7.24" : "5.7.23", what + ": " + outcome.reason(), lines);
    }

    static Verdict.Refuse spfUnanswered(SpfOutcome outcome) {
        return refuse(
                451,
                "4.7.24",
                "SPF temperror of " + outcome.domain(),
                "The SPF record of "
                        + outcome.domain()
                        + " cannot be looked up now, try again later: "
                        + outcome.reason());
    }

    /// A mail without one author. RFC 5322 §3.6.2.
    static Verdict.Refuse author(String reason) {
        return refuse(
                550,
                "5.7.1",
                reason,
                "The mail does not say from whom it is: " + reason,
                "To mend: write one From field with one address");
    }

    static SmtpReply plain(int code, String status, String text) {
        return new SmtpReply(
                code, Optional.of(EnhancedStatus.of(status)), List.of(printable(text)));
    }

    private static String identity(SpfOutcome outcome) {
        return switch (outcome.identity()) {
            case SpfIdentity.Helo(var name) -> "HELO " + name;
            case SpfIdentity.MailFrom(var from) -> "MAIL FROM " + from;
        };
    }

    static String found(Findings findings) {
        SpfOutcome spf = findings.spfMailFrom();
        String sender =
                "SPF "
                        + spf.result().word()
                        + " for "
                        + spf.domain()
                        + " from "
                        + address(findings.client());
        List<DkimOutcome> signatures = findings.dkim();
        boolean none = signatures.stream().allMatch(each -> each.domain().isEmpty());
        return sender
                + "; "
                + (none
                        ? "no DKIM signature"
                        : signatures.stream()
                                .limit(MAX_SIGNATURES)
                                .map(RefusalTexts::signature)
                                .collect(Collectors.joining("; ")));
    }

    private static String signature(DkimOutcome outcome) {
        return "DKIM "
                + outcome.result().text()
                + " by "
                + outcome.domain()
                + (outcome.reason().isEmpty() ? "" : " (" + outcome.reason() + ")");
    }

    static String address(SendingClient client) {
        String text = client.address().getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static Verdict.Refuse refuse(int code, String status, String reason, String... lines) {
        return refuse(code, status, reason, List.of(lines));
    }

    private static Verdict.Refuse refuse(
            int code, String status, String reason, List<String> lines) {
        return new Verdict.Refuse(
                new SmtpReply(
                        code,
                        Optional.of(EnhancedStatus.of(status)),
                        lines.stream().map(RefusalTexts::printable).toList()),
                reason);
    }

    /// Replies to clients without SMTPUTF8 stay ASCII, RFC 6531 §3.7.4.2.
    static String printable(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LINE));
        for (int i = 0; i < text.length() && line.length() < MAX_LINE; i++) {
            char c = text.charAt(i);
            line.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return line.toString();
    }
}
