// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.spamd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.pabal.filter.Advice;
import org.pabal.filter.Adviser;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.connector.Exchange;
import org.pabal.filter.connector.Health;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;

/// SpamAssassin behind its spamd. Safe for use by many threads.
///
/// The mail is shown with the fields on top that a server writes, since SpamAssassin learns from them
/// who brought it. A mail larger than its window is not asked about: spam is not that large.
public final class Spamd implements Adviser {
    private static final String NAME = "spamd";
    private static final String NOT_ASKED = "SPAMASSASSIN_NOT_ASKED";

    private final SpamdConfig config;
    private final Connector connector;
    private final Health health;

    public Spamd(SpamdConfig config, Connector connector, InstantSource clock) {
        this.config = config;
        this.connector = connector;
        this.health = new Health(NAME, config.address(), config.whenDown(), clock);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration patience() {
        return config.timeout();
    }

    @Override
    public Advice ask(MailInQuestion mail) {
        if (!mail.isWhole()) {
            return Advice.NONE;
        }
        if (!health.mayAsk()) {
            return config.whenDown().advice(NOT_ASKED, health.trouble());
        }
        try {
            SpamdAnswer answer =
                    Exchange.run(
                            connector,
                            config.address(),
                            config.timeout(),
                            connection -> answer(connection, mail));
            health.answered();
            return advice(answer);
        } catch (IOException trouble) {
            String reason = String.valueOf(trouble.getMessage());
            health.failed(reason);
            return config.whenDown().advice(NOT_ASKED, reason);
        }
    }

    private Advice advice(SpamdAnswer answer) {
        double points = Math.round(answer.score() * config.weight() * 10) / 10.0;
        return Advice.of(List.of(new Finding("SPAMASSASSIN", points, answer.symbols())));
    }

    private SpamdAnswer answer(Connection connection, MailInQuestion mail) throws IOException {
        byte[] trace = trace(mail).getBytes(StandardCharsets.UTF_8);
        String head =
                "SYMBOLS SPAMC/1.5\r\nContent-length: "
                        + (trace.length + mail.window().length)
                        + "\r\n"
                        + user(mail).map(user -> "User: " + user + "\r\n").orElse("")
                        + "\r\n";
        connection.write(head.getBytes(StandardCharsets.US_ASCII));
        connection.write(trace);
        connection.write(mail.window());
        connection.flush();
        return SpamdAnswer.read(connection);
    }

    private Optional<String> user(MailInQuestion mail) {
        return config.users() == SpamdConfig.Users.ACCOUNT && mail.accounts().size() == 1
                ? Optional.of(mail.accounts().getFirst().address().toString())
                        .filter(user -> user.chars().allMatch(c -> c > ' ' && c < 0x7f))
                : Optional.empty();
    }

    /// Return-Path and Received as this server will write them, of what is known.
    private String trace(MailInQuestion mail) {
        ArrivalFacts facts = mail.facts();
        String client = facts.client().map(address -> address.getHostAddress()).orElse("");
        if (client.isEmpty()) {
            return "";
        }
        String literal = client.indexOf(':') < 0 ? client : "IPv6:" + client;
        String name = facts.clientName().isEmpty() ? "unknown" : facts.clientName();
        return "Return-Path: <"
                + inOneLine(facts.reversePath())
                + ">\r\nReceived: from "
                + (facts.greeting().isEmpty() ? "unknown" : inOneLine(facts.greeting()))
                + " ("
                + inOneLine(name)
                + " ["
                + literal
                + "])\r\n\tby "
                + config.hostname()
                + " (Pabal) with ESMTP id "
                + mail.mailId()
                + ";\r\n\t"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(facts.at().atOffset(ZoneOffset.UTC))
                + "\r\n";
    }

    private static String inOneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}()<>\\s]", "?");
    }

    @Override
    public Advice broken(Throwable failure) {
        return config.whenDown().advice(NOT_ASKED, health.broken(failure));
    }

    public ConnectorStatus status() {
        return health.status();
    }

    /// What is wrong with it now, if anything: for the operator who asks.
    public Optional<String> examine() {
        try {
            return Exchange.run(connector, config.address(), config.timeout(), Spamd::pong);
        } catch (IOException trouble) {
            return Optional.of(String.valueOf(trouble.getMessage()));
        }
    }

    private static Optional<String> pong(Connection connection) throws IOException {
        connection.write("PING SPAMC/1.5\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        return connection.readLine(200, 0) instanceof Connection.Line.Complete(var line)
                        && new String(line, StandardCharsets.ISO_8859_1)
                                .matches("SPAMD/[0-9.]+ 0 PONG")
                ? Optional.empty()
                : Optional.of("it does not speak spamd's protocol");
    }
}
