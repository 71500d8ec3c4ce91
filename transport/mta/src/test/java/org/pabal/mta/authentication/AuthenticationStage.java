// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.reception.ReceptionConfig;
import org.pabal.mta.reports.dmarc.JudgedMail;
import org.pabal.mta.testing.MtaStage;
import org.pabal.sasl.LoginGuard;
import org.pabal.smtp.Leniency;
import org.pabal.smtp.LoggedInSessions;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpObserver;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.testkit.Peer;
import org.pabal.testkit.Stage;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A whole reception on a loopback port, told by XCLIENT who the client is, with a zone as its DNS.
final class AuthenticationStage implements Stage {
    private static final Path FOLDER = Path.of("src", "test", "transcripts", "authentication");

    final MtaStage mta = new MtaStage(1);
    final List<JudgedMail> judged = new ArrayList<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<String> declared = new ArrayList<>();
    private final List<IpNetwork> own = new ArrayList<>();
    private AuthenticationRules rules = AuthenticationRules.defaults(MtaStage.HOSTNAME);
    private String zone = "";
    private Optional<Listener> listener = Optional.empty();
    private final Wire wire = new Wire(WireLimits.standard());

    @Override
    public void given(String sentence) throws IOException {
        String[] words = sentence.split(" ");
        String last = words[words.length - 1];
        switch (words[0]) {
            case "account" ->
                    accounts.put(last.substring(0, last.indexOf('@')), mta.directory.account(last));
            case "zone" -> zone = Files.readString(FOLDER.resolve(last)) + zone;
            case "trouble" -> zone += last + ". TIMEOUT\n";
            case "forwarder" -> declared.add(words[1] + " " + last);
            case "mode" -> rules = rules.with(AuthenticationRules.Mode.valueOf(upper(last)));
            case "dmarc" -> rules = rules.with(AuthenticationRules.Dmarc.valueOf(upper(last)));
            case "bad-from" ->
                    rules = rules.with(AuthenticationRules.BadAuthor.valueOf(upper(last)));
            case "rules" -> rules = rules.with(SpfRules.ofPolicyd());
            case "own" -> own.add(IpNetwork.parse(last));
            case "sealer" -> rules = rules.trusting(Set.of(last));
            default -> throw Stage.unknown(sentence);
        }
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    @Override
    public Peer connect() throws IOException {
        if (listener.isEmpty()) {
            build();
            listener = Optional.of(open());
        }
        return Peer.to((InetSocketAddress) listener.get().boundAddress());
    }

    void build() {
        ZoneResolver resolver = ZoneResolver.of(zone);
        ReceptionConfig config = mta.receptionConfig;
        mta.receptionConfig =
                new ReceptionConfig(
                        config.hostname(),
                        config.limits(),
                        true,
                        address -> own.stream().anyMatch(network -> network.contains(address)),
                        config.unknownSenderDomain(),
                        config.rates());
        mta.zone = Optional.of(resolver);
        mta.arrivals =
                stage -> {
                    Forwarders forwarders = new Forwarders(List.of(), stage.storage, stage.clock);
                    for (String each : declared) {
                        String[] words = each.split(" ");
                        forwarders.add(Forwarder.parse(words[0]).orElseThrow(), words[1], "");
                    }
                    return Optional.of(
                            new ArrivalExaminer(
                                    rules,
                                    new MailAuthenticator(
                                            resolver,
                                            SpfLimits.standard(),
                                            DkimRules.standard(),
                                            MtaStage.HOSTNAME,
                                            stage.clock),
                                    forwarders,
                                    judged::add,
                                    new ArcSealer(stage.clock),
                                    SealingKeys.NONE));
                };
        mta.build();
    }

    private Listener open() throws IOException {
        SmtpConfig config =
                new SmtpConfig(
                        SmtpConfig.Role.RECEPTION,
                        MtaStage.HOSTNAME,
                        new SmtpConfig.MailLimits(
                                1_000_000, 100, Duration.ofMinutes(1), Duration.ofDays(1)),
                        new SmtpConfig.SessionLimits(
                                10,
                                100,
                                100,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(5),
                                Duration.ZERO,
                                Duration.ZERO),
                        new SmtpConfig.Login(List.of(), true),
                        false,
                        new SmtpConfig.Clients(List.of(), List.of(IpNetwork.parse("127.0.0.1"))),
                        Leniency.DEFAULTS);
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "smtp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        connection ->
                                new SmtpSession(
                                                connection,
                                                config,
                                                mta.reception.openSmtp(mta.checks),
                                                surroundings())
                                        .run());
        opened.start();
        return opened;
    }

    private SmtpSurroundings surroundings() {
        return new SmtpSurroundings(
                Optional.empty(),
                SmtpObserver.NONE,
                _ -> {},
                mta.clock,
                LoginGuard.NONE,
                LoggedInSessions.NONE);
    }

    @Override
    public void then(String sentence) {
        if (sentence.equals("nobody has a mail")) {
            assertThat(accounts.values())
                    .allSatisfy(account -> assertThat(mta.mailboxes.messages(account)).isEmpty());
            return;
        }
        int at = sentence.indexOf(" has ");
        if (sentence.startsWith("the ledger says ")) {
            mta.refusals.write();
            List<LedgerRecord> records =
                    mta.ledger.between(
                            mta.clock.instant().minusSeconds(3_600),
                            mta.clock.instant().plusSeconds(3_600),
                            100);
            assertThat(records.stream().map(AuthenticationStage::shown))
                    .as(sentence)
                    .anyMatch(shown -> shown.contains(sentence.substring(16)));
        } else if (at > 0) {
            has(sentence.substring(0, at), sentence.substring(at + 5));
        } else {
            throw Stage.unknown(sentence);
        }
    }

    private static String shown(LedgerRecord record) {
        StringBuilder shown = new StringBuilder();
        record.facts()
                .forEach((fact, value) ->
                        shown.append(fact.word()).append(": ").append(value).append('\n'));
        return shown.toString();
    }

    private void has(String whose, String what) {
        Account account = Objects.requireNonNull(accounts.get(whose), whose);
        List<String> messages = mta.mailboxes.messages(account);
        assertThat(messages).hasSize(1);
        String unfolded = messages.getFirst().replace("\r\n\t", " ");
        if (what.startsWith("not ")) {
            assertThat(unfolded).doesNotContain(what.substring(4));
        } else {
            assertThat(unfolded).contains(what);
        }
    }

    @Override
    public void close() throws IOException {
        listener.ifPresent(Listener::close);
    }
}
