// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.report.DeliveryReport.Action;
import org.pabal.message.report.DeliveryReport.Language;
import org.pabal.message.report.DeliveryReport.Recipient;

/// The part for people: what happened, to whom, why, and what they can do.
final class ReportWords {
    private static final int MAX_SUBJECT_CHARS = 120;
    private static final int MAX_REPLY_CHARS = 1_000;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm XXX", Locale.ROOT);

    private final DeliveryReport report;
    private final HeaderSection original;
    private final boolean korean;
    private final boolean whole;
    private final StringBuilder out = new StringBuilder(1024);

    /// @param whole the original comes with it, not only its header section
    ReportWords(DeliveryReport report, HeaderSection original, boolean whole) {
        this.report = report;
        this.whole = whole;
        this.original = original;
        this.korean = report.language() == Language.KO;
    }

    static String subject(DeliveryReport report) {
        boolean korean = report.language() == Language.KO;
        Set<Action> actions = EnumSet.noneOf(Action.class);
        report.recipients().forEach(recipient -> actions.add(recipient.action()));
        if (actions.contains(Action.FAILED)) {
            return korean ? "메일을 전달하지 못했습니다" : "Your message could not be delivered";
        }
        if (actions.contains(Action.DELAYED)) {
            return korean ? "메일 전달이 늦어지고 있습니다" : "Your message is delayed";
        }
        return korean ? "메일을 전달했습니다" : "Your message was delivered";
    }

    /// The first line says what happened, to whom and why.
    String text() {
        for (Action action : Action.values()) {
            section(action);
        }
        about();
        line(
                korean
                        ? report.reportingMta() + " 메일 서버가 자동으로 보내는 알림입니다."
                        : "This is an automatic notice from the mail server "
                                + report.reportingMta()
                                + ".");
        line(follows());
        return out.toString();
    }

    private String follows() {
        if (whole) {
            return korean
                    ? "아래에 기술 정보와 원래 메일을 덧붙입니다."
                    : "Technical details and your message follow.";
        }
        return korean
                ? "아래에 기술 정보와 원래 메일의 헤더를 덧붙입니다."
                : "Technical details and the header of your message follow.";
    }

    private Optional<String> originalSubject() {
        return original.first("Subject")
                .map(HeaderText::decode)
                .map(ReportWords::shown)
                .filter(words -> !words.isBlank());
    }

    private void about() {
        Optional<String> subject = originalSubject();
        subject.ifPresent(words -> line((korean ? "제목: " : "Subject: ") + words));
        report.arrivalDate()
                .ifPresent(when -> line((korean ? "접수: " : "Received here: ") + when(when)));
        if (subject.isPresent() || report.arrivalDate().isPresent()) {
            line("");
        }
    }

    private void section(Action action) {
        List<Recipient> concerned =
                report.recipients().stream().filter(r -> r.action() == action).toList();
        if (concerned.size() == 1) {
            line(headline(concerned.getFirst()));
            line("");
            details(concerned.getFirst(), "");
        } else if (!concerned.isEmpty()) {
            line(what(action));
            line("");
            concerned.forEach(this::recipient);
        }
    }

    private String headline(Recipient recipient) {
        String to = recipient.finalRecipient().toString();
        StatusReason reason = StatusReason.of(recipient.status());
        String mail =
                originalSubject()
                        .map(words ->
                                korean
                                        ? "보내신 메일(“" + words + "”)"
                                        : "Your message \"" + words + "\"")
                        .orElse(korean ? "보내신 메일" : "Your message");
        return switch (recipient.action()) {
            case FAILED ->
                    korean
                            ? mail + "을 " + to + " 에게 전달하지 못했습니다. 이유: " + reason.koWhy()
                            : mail + " could not be delivered to " + to + ": " + reason.enWhy();
            case DELAYED ->
                    korean
                            ? mail + "을 " + to + " 에게 아직 전달하지 못했습니다. 이유: " + reason.koWhy()
                            : mail + " has not been delivered to " + to + " yet: " + reason.enWhy();
            case DELIVERED ->
                    korean
                            ? mail + "을 " + to + " 의 편지함에 전달했습니다."
                            : mail + " was delivered to the mailbox of " + to + ".";
            case RELAYED ->
                    korean
                            ? mail
                                    + "을 "
                                    + to
                                    + " 의 메일 서버로 넘겼습니다. 그 서버는 이후의 전달 결과를 알려 주지"
                                    + " 않습니다."
                            : mail
                                    + " was passed on to the mail server of "
                                    + to
                                    + ", which sends no further notices.";
            case EXPANDED ->
                    korean
                            ? mail + "을 " + to + " 에 속한 여러 받는 사람에게 나누어 보냈습니다."
                            : mail + " was passed on to the members of " + to + ".";
        };
    }

    private String what(Action action) {
        return switch (action) {
            case FAILED ->
                    korean
                            ? "다음 받는 사람에게 메일을 전달하지 못했고, 더 시도하지 않습니다:"
                            : "Your message could not be delivered to the following recipients,"
                                    + " and no further attempt will be made:";
            case DELAYED ->
                    korean
                            ? "다음 받는 사람에게 아직 전달하지 못했습니다. 계속 시도하고 있으니 다시" + " 보내실 필요는 없습니다:"
                            : "Your message has not been delivered to the following recipients yet."
                                    + " We keep trying; there is no need to send it again:";
            case DELIVERED ->
                    korean
                            ? "다음 받는 사람의 편지함에 메일을 전달했습니다:"
                            : "Your message was delivered to the mailboxes of:";
            case RELAYED ->
                    korean
                            ? "다음 받는 사람의 메일 서버로 넘겼습니다. 그 서버는 이후의 전달 결과를 알려" + " 주지 않습니다:"
                            : "Your message was passed on to the mail servers of the following"
                                    + " recipients, which send no further notices:";
            case EXPANDED ->
                    korean
                            ? "다음 주소에서 여러 받는 사람에게 나누어 보냈습니다:"
                            : "Your message was passed on to the members of:";
        };
    }

    private void recipient(Recipient recipient) {
        line("  " + recipient.finalRecipient());
        if (isTrouble(recipient)) {
            StatusReason reason = StatusReason.of(recipient.status());
            line("    " + (korean ? "이유: " : "Why: ") + (korean ? reason.koWhy() : reason.enWhy()));
        }
        details(recipient, "    ");
    }

    private static boolean isTrouble(Recipient recipient) {
        return recipient.action() == Action.FAILED || recipient.action() == Action.DELAYED;
    }

    private void details(Recipient recipient, String indent) {
        if (isTrouble(recipient)) {
            StatusReason reason = StatusReason.of(recipient.status());
            line(indent + (korean ? "할 일: " : "What to do: ") + advice(recipient, reason));
            recipient.remoteReply().ifPresent(reply -> reply(recipient, reply, indent));
            line("");
        }
    }

    private String advice(Recipient recipient, StatusReason reason) {
        if (recipient.action() == Action.FAILED) {
            return korean ? reason.koAdvice() : reason.enAdvice();
        }
        String until = recipient.willRetryUntil().map(ReportWords::when).orElse("");
        if (until.isEmpty()) {
            return korean ? "기다려 주십시오." : "Nothing; we keep trying.";
        }
        return korean
                ? until + "까지 계속 시도합니다. 기다려 주십시오."
                : "Nothing; we keep trying until " + until + ".";
    }

    private void reply(Recipient recipient, String reply, String indent) {
        String text = ReportField.ascii(reply);
        String cut = text.length() > MAX_REPLY_CHARS ? text.substring(0, MAX_REPLY_CHARS) : text;
        Optional<String> host = recipient.remoteMta().map(ReportField::ascii);
        if (host.isEmpty()) {
            line(indent + (korean ? "자세히: " : "Details: ") + cut);
            return;
        }
        String who = korean ? "상대 서버의 응답" : "The other server said";
        line(indent + who + " (" + host.get() + "): " + cut);
    }

    private static String shown(String text) {
        String plain = HeaderText.withoutBidiControls(text);
        if (plain.length() <= MAX_SUBJECT_CHARS) {
            return plain;
        }
        int end = plain.offsetByCodePoints(0, plain.codePointCount(0, MAX_SUBJECT_CHARS));
        return plain.substring(0, end) + "…";
    }

    private static String when(OffsetDateTime date) {
        return WHEN.format(date);
    }

    /// The text is mail: no line beyond 998 octets, RFC 5322 §2.1.1. What may be longer has spaces.
    private void line(String text) {
        String rest = text;
        while (rest.length() > 300) { // UTF-8 makes at most 3 octets of a char
            int space = rest.lastIndexOf(' ', 300);
            int cut = space > 8 ? space : rest.offsetByCodePoints(0, rest.codePointCount(0, 300));
            out.append(rest, 0, cut).append("\r\n");
            rest = "      " + rest.substring(cut).stripLeading();
        }
        out.append(rest).append("\r\n");
    }
}
