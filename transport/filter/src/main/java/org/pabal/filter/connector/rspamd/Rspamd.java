// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.rspamd;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.filter.Advice;
import org.pabal.filter.Adviser;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.connector.Health;
import org.pabal.spam.ArrivalFacts;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// rspamd, as its protocol over HTTP has it: the message in the body of a POST to `/checkv2`, the
/// envelope in header fields. Safe for use by many threads.
///
/// A mail larger than its window is not asked about: spam is not that large.
public final class Rspamd implements Adviser {
    private static final String NAME = "rspamd";
    private static final String NOT_ASKED = "RSPAMD_NOT_ASKED";
    private static final int MAX_ANSWER = 1 << 20;

    /// What a field of a request may hold. Others are left out: it then finds less.
    private static final int MAX_FIELD = 1_000;

    private final RspamdConfig config;
    private final HttpClient http;
    private final Health health;

    public Rspamd(RspamdConfig config, Connector connector, InstantSource clock) {
        this.config = config;
        this.http = HttpClient.inTheClear(connector);
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
            Advice advice = answer(mail).advice(config);
            health.answered();
            return advice;
        } catch (IOException trouble) {
            String reason = String.valueOf(trouble.getMessage());
            health.failed(reason);
            return config.whenDown().advice(NOT_ASKED, reason);
        }
    }

    private RspamdAnswer answer(MailInQuestion mail) throws IOException {
        HttpRequest request =
                new HttpRequest(
                        HttpRequest.Method.POST,
                        host(),
                        port(),
                        "/checkv2",
                        fields(mail),
                        mail.window());
        HttpResponse response =
                http.exchange(
                        config.address(),
                        request,
                        new HttpClient.Limits(MAX_ANSWER, config.timeout()));
        if (response.status() == 403) {
            throw new IOException(
                    "it wants a password, or another one (spam.rspamd.password-file)");
        }
        if (!response.isSuccess()) {
            throw new IOException("it answers with the status " + response.status());
        }
        return RspamdAnswer.parse(response.body());
    }

    private String host() {
        return config.address() instanceof ServiceAddress.Inet(var host, _) && host.indexOf(':') < 0
                ? host
                : "localhost";
    }

    private int port() {
        return config.address() instanceof ServiceAddress.Inet(_, int port) ? port : 80;
    }

    private Map<String, String> fields(MailInQuestion mail) {
        ArrivalFacts facts = mail.facts();
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "Queue-Id", mail.mailId());
        put(fields, "From", facts.reversePath());
        put(fields, "Rcpt", facts.recipients().stream().limit(20).collect(Collectors.joining(",")));
        facts.client().ifPresent(address -> put(fields, "IP", address.getHostAddress()));
        put(fields, "Helo", facts.greeting());
        put(fields, "Hostname", facts.clientName());
        if (mail.accounts().size() == 1) {
            put(fields, "Deliver-To", mail.accounts().getFirst().address().toString());
        }
        config.password().ifPresent(password -> put(fields, "Password", password));
        return fields;
    }

    private static void put(Map<String, String> fields, String name, String value) {
        boolean printable =
                value.length() <= MAX_FIELD && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!value.isEmpty() && printable) {
            fields.put(name, value);
        }
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
            HttpResponse pong =
                    http.exchange(
                            config.address(),
                            HttpRequest.get(host(), port(), "/ping"),
                            new HttpClient.Limits(1_000, config.timeout()));
            return pong.isSuccess()
                    ? Optional.empty()
                    : Optional.of("it answers with the status " + pong.status());
        } catch (IOException trouble) {
            return Optional.of(String.valueOf(trouble.getMessage()));
        }
    }
}
