// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pabal.message.ReversePath;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerObserver;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.Story;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.Refusal;
import org.pabal.smtp.SmtpObserver;
import org.pabal.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens, in the words of Postfix, so that programs that read its log (pflogsumm, fail2ban)
/// read ours. The mail's id stands where Postfix has its queue id.
public final class PostfixLog implements LedgerObserver, SmtpObserver {
    /// Its appender writes `log/mail.log` in the form of syslog.
    static final String LOGGER = "postfix";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final double MILLIS_OF_SECOND = 1_000;

    private final long pid;

    public PostfixLog(long pid) {
        this.pid = pid;
    }

    private void line(String daemon, String text) {
        LOG.info("postfix/{}[{}]: {}", daemon, pid, text);
    }

    private void line(String daemon, MailId mail, String text) {
        line(daemon, mail + ": " + text);
    }

    // Sessions

    @Override
    public void connected(ClientFacts client) {
        line("smtpd", "connect from " + shown(client));
    }

    @Override
    public void disconnected(ClientFacts client) {
        line("smtpd", "disconnect from " + shown(client));
    }

    @Override
    public void loginFailed(ClientFacts client, String mechanism, String identity) {
        String user = identity.isEmpty() ? "" : ", sasl_username=" + word(identity);
        line(
                "smtpd",
                "warning: "
                        + shown(client)
                        + ": SASL "
                        + mechanism
                        + " authentication failed: authentication failure"
                        + user);
    }

    @Override
    public void refused(Refusal refusal) {
        ClientFacts client = refusal.client();
        StringBuilder text = new StringBuilder("NOQUEUE: reject: ");
        text.append(stage(refusal.command())).append(" from ").append(shown(client)).append(": ");
        text.append(why(refusal)).append(';');
        refusal.from().ifPresent(from -> text.append(" from=<").append(inner(from)).append('>'));
        if (refusal.command().equals("rcpt")) {
            text.append(" to=").append(word(refusal.argument()));
        }
        text.append(" proto=").append(client.protocol().startsWith("E") ? "ESMTP" : "SMTP");
        client.greeting().ifPresent(helo -> text.append(" helo=<").append(word(helo)).append('>'));
        line("smtpd", text.toString());
    }

    private static String stage(String command) {
        return switch (command) {
            case "connect" -> "CONNECT";
            case "data" -> "END-OF-MESSAGE";
            default -> command.toUpperCase(Locale.ROOT);
        };
    }

    /// Code, status, what was refused, and why, in the words that filters of Postfix' log know.
    private static String why(Refusal refusal) {
        SmtpReply reply = refusal.reply();
        String status = reply.status().map(found -> " " + found).orElse("");
        String text = String.join(" ", reply.lines());
        String argument = word(refusal.argument());
        String inner =
                text.startsWith(argument + ": ") ? text.substring(argument.length() + 2) : text;
        String told =
                switch (refusal.command()) {
                    case "rcpt" -> argument + ": " + whyNotTo(status, inner);
                    case "mail" -> argument + ": Sender address rejected: " + inner;
                    case "helo", "ehlo" -> argument + ": Helo command rejected: " + inner;
                    case "connect" -> "Client host rejected: " + inner;
                    default -> inner;
                };
        return reply.code() + status + " " + told;
    }

    private static String whyNotTo(String status, String text) {
        if (text.startsWith("Relay access denied")) {
            return text;
        }
        String known = status.equals(" 5.1.1") ? "User unknown: " : "";
        return "Recipient address rejected: " + known + text;
    }

    // Mails

    @Override
    public void recorded(Ledger ledger, List<LedgerRecord> records) {
        Map<MailId, List<LedgerRecord>> byMail = new LinkedHashMap<>();
        for (LedgerRecord record : records) {
            byMail.computeIfAbsent(record.mail(), m -> new java.util.ArrayList<>()).add(record);
        }
        byMail.forEach((mail, ofMail) -> recorded(ledger, mail, ofMail));
    }

    private void recorded(Ledger ledger, MailId mail, List<LedgerRecord> records) {
        boolean isNew = false;
        for (LedgerRecord record : records) {
            if (record.outcome() == Outcome.ACCEPTED) {
                isNew = true;
                accepted(record, records);
            }
        }
        records.forEach(this::copy);
        boolean ends = records.stream().anyMatch(record -> record.outcome().isEnd());
        if (ends && isOver(isNew ? records : ledger.of(mail))) {
            line("qmgr", mail, "removed");
        }
    }

    private static boolean isOver(List<LedgerRecord> records) {
        Story story = Story.of(records);
        return story.accepted().isPresent()
                && story.copies().stream().noneMatch(copy -> copy.ends().isEmpty());
    }

    private void accepted(LedgerRecord record, List<LedgerRecord> records) {
        MailId mail = record.mail();
        String client = record.fact(Fact.CLIENT_ADDRESS).orElse("");
        if (!client.isEmpty()) {
            String login =
                    record.fact(Fact.LOGIN)
                            .map(name ->
                                    ", sasl_method="
                                            + record.fact(Fact.MECHANISM).orElse("PLAIN")
                                            + ", sasl_username="
                                            + word(name))
                            .orElse("");
            String name = word(record.fact(Fact.CLIENT_NAME).orElse("unknown"));
            line("smtpd", mail, "client=" + name + "[" + client + "]" + login);
        }
        String messageId = word(record.fact(Fact.MESSAGE_ID).orElse("<>"));
        line("cleanup", mail, "message-id=" + messageId);
        long recipients =
                records.stream()
                        .filter(each ->
                                each.outcome() != Outcome.ACCEPTED
                                        && each.outcome() != Outcome.REFUSED)
                        .count();
        line(
                "qmgr",
                mail,
                "from="
                        + word(record.reversePath())
                        + ", size="
                        + record.fact(Fact.OCTETS).orElse("0")
                        + ", nrcpt="
                        + recipients
                        + " (queue active)");
    }

    private void copy(LedgerRecord record) {
        MailId mail = record.mail();
        switch (record.outcome()) {
            case STORED -> delivery("virtual", record, "virtual", "sent", "delivered to mailbox");
            case RELAYED -> delivery(agent(record), record, relay(record), "sent", said(record));
            case DEFERRED ->
                    delivery(agent(record), record, relay(record), "deferred", said(record));
            case FAILED -> delivery(agent(record), record, relay(record), "bounced", said(record));
            case CONTINUED ->
                    delivery(
                            "local",
                            record,
                            "local",
                            "sent",
                            "forwarded as " + record.fact(Fact.MAIL).orElse(""));
            case DISCARDED -> {
                if (record.queueId().isEmpty()) {
                    delivery("discard", record, "none", "sent", "discarded: " + record.detail());
                }
            }
            case QUARANTINED ->
                    delivery("discard", record, "none", "sent", "quarantined: " + record.detail());
            case BOUNCED ->
                    line("bounce", mail, "sender non-delivery notification: " + report(record));
            case DELAY_REPORTED ->
                    line("bounce", mail, "sender delay notification: " + report(record));
            case HELD -> line("postsuper", mail, "placed on hold: " + record.detail());
            case RELEASED -> line("postsuper", mail, "released from hold");
            case REMOVED, QUEUED, ACCEPTED, REFUSED, JOINED, HURRIED -> {}
        }
    }

    private static String report(LedgerRecord record) {
        return record.fact(Fact.MAIL).orElse("none");
    }

    /// What is kept by a program or a Maildir of this host has no host.
    private static String agent(LedgerRecord record) {
        return record.outcome() == Outcome.RELAYED && record.fact(Fact.HOST).isEmpty()
                ? "pipe"
                : "smtp";
    }

    private static String relay(LedgerRecord record) {
        String host = record.fact(Fact.HOST).orElse("");
        if (host.isEmpty()) {
            return record.outcome() == Outcome.RELAYED ? "pipe" : "none";
        }
        return word(host) + "[" + record.fact(Fact.HOST_ADDRESS).orElse(host) + "]:25";
    }

    private static String said(LedgerRecord record) {
        String host = record.fact(Fact.HOST).orElse("");
        if (record.outcome() == Outcome.RELAYED || host.isEmpty()) {
            return record.detail();
        }
        return "host "
                + word(host)
                + "["
                + record.fact(Fact.HOST_ADDRESS).orElse(host)
                + "] said: "
                + record.detail();
    }

    private void delivery(
            String daemon, LedgerRecord record, String relay, String status, String text) {
        double seconds =
                Math.max(0, record.at().toEpochMilli() - record.mail().millis()) / MILLIS_OF_SECOND;
        String delay = String.format(Locale.ROOT, "%.2f", seconds);
        String original =
                record.address().equals(record.recipient())
                        ? ""
                        : ", orig_to=<" + word(record.recipient()) + ">";
        String dsn = record.fact(Fact.STATUS).orElse(status.equals("sent") ? "2.0.0" : "4.0.0");
        line(
                daemon,
                record.mail(),
                "to=<"
                        + word(record.address())
                        + ">"
                        + original
                        + ", relay="
                        + relay
                        + ", delay="
                        + delay
                        + ", delays=0/"
                        + delay
                        + "/0/0, dsn="
                        + dsn
                        + ", status="
                        + status
                        + " ("
                        + text
                        + ")");
    }

    private static String shown(ClientFacts client) {
        String address = client.remote().getAddress().getHostAddress();
        int scope = address.indexOf('%');
        return "unknown[" + (scope < 0 ? address : address.substring(0, scope)) + "]";
    }

    private static String inner(ReversePath from) {
        String text = from.toString();
        return word(text.substring(1, text.length() - 1));
    }

    /// Foreign text may not end a field and begin another.
    private static String word(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c <= ' ' || c == ',' || c == ';' || c == '[' || c == ']' ? '?' : c);
        }
        return safe.toString();
    }
}
