// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.smtp.FakeMailSystem.Question;
import org.pabal.smtp.FakeMailSystem.StoredMail;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.testkit.Peer;
import org.pabal.testkit.Stage;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.WireLimits;
import org.pabal.wire.testing.OneOtherHost;

/// The stage of this module's transcripts: one listener in front of a small mail system. The
/// sentences that it knows are the patterns below.
final class SmtpStage implements Stage {
    private final FakeMailSystem system = new FakeMailSystem();
    private Role role = Role.RECEPTION;
    private long maxMessageOctets = 50L * 1024 * 1024;
    private int maxRecipients = 1000;
    private int maxMails = 100;
    private boolean requireTls = true;
    private boolean startTls = true;
    private boolean implicitTls;
    private Duration commandDeadline = Duration.ofMinutes(5);
    private Duration longest = Duration.ofHours(1);
    private Duration errorDelay = Duration.ZERO;
    private final List<IpNetwork> own = new ArrayList<>();
    private final List<IpNetwork> fronts = new ArrayList<>();
    private final List<IpNetwork> deliverers = new ArrayList<>(SmtpConfig.Clients.THIS_HOST);
    private final List<String> mechanisms = new ArrayList<>();
    private final Set<Leniency> leniencies = new HashSet<>(Leniency.DEFAULTS);
    private Optional<SmtpServer> server = Optional.empty();
    private OtherHosts hosts = OtherHosts.NONE;
    private Optional<SmtpStage> west = Optional.empty();

    @Override
    public Peer connect() throws IOException {
        return Peer.to(server().address());
    }

    private SmtpServer server() throws IOException {
        if (server.isEmpty()) {
            server =
                    Optional.of(
                            new SmtpServer(
                                    config(), system, implicitTls, WireLimits.standard(), hosts));
        }
        return server.get();
    }

    private SmtpConfig config() {
        return new SmtpConfig(
                role,
                "mx.example.org",
                new SmtpConfig.MailLimits(
                        maxMessageOctets, maxRecipients, Duration.ofMinutes(1), Duration.ofDays(7)),
                new SmtpConfig.SessionLimits(
                        10,
                        maxMails,
                        100,
                        commandDeadline,
                        Duration.ofMinutes(5),
                        longest,
                        errorDelay,
                        Duration.ZERO),
                new SmtpConfig.Login(mechanisms, requireTls),
                startTls,
                new SmtpConfig.Clients(own, fronts, deliverers),
                leniencies);
    }

    @Override
    public void given(String sentence) {
        String[] words = sentence.split(" ");
        String last = words[words.length - 1];
        String kind = sentence.replaceAll(Pattern.quote(last) + "$", "…");
        switch (kind) {
            case "role …" -> role(Role.valueOf(last.toUpperCase(Locale.ROOT)));
            case "account …" -> system.account(last);
            case "full account …" -> system.fullAccount(last);
            case "mechanism …" -> mechanisms.add(last);
            case "leniency …" -> leniencies.add(Leniency.valueOf(last));
            case "own network …" -> own.add(IpNetwork.parse(last));
            case "deliverers only of …" -> {
                deliverers.clear();
                deliverers.add(IpNetwork.parse(last));
            }
            case "front …" -> fronts.add(IpNetwork.parse(last));
            case "sessions of at most milliseconds …" ->
                    longest = Duration.ofMillis(Long.parseLong(last));
            case "a delay of errors of seconds …" ->
                    errorDelay = Duration.ofSeconds(Long.parseLong(last));
            case "etrn of …" -> system.etrn(last);
            case "strictly no …" -> leniencies.remove(Leniency.valueOf(last));
            case "at most octets …" -> maxMessageOctets = Long.parseLong(last);
            case "at most recipients …" -> maxRecipients = Integer.parseInt(last);
            case "at most mails …" -> maxMails = Integer.parseInt(last);
            case "deadline of milliseconds …" ->
                    commandDeadline = Duration.ofMillis(Long.parseLong(last));
            case "no trouble without …" -> requireTls = false;
            case "no …" -> startTls = false;
            case "TLS from the …" -> implicitTls = true;
            case "out of order at …" -> system.outOfOrder(Question.valueOf(last));
            case "a bug at …" -> system.bug(Question.valueOf(last));
            default -> more(sentence);
        }
    }

    private void role(Role given) {
        role = given;
        if (given == Role.SUBMISSION) {
            mechanisms.addAll(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"));
        }
    }

    /// Another host, which we are a front for and which knows us as one: TLS is left out.
    private void openWest(String sentence) {
        system.home("bob", "west");
        if (sentence.endsWith("which is down")) {
            return;
        }
        SmtpStage opened = new SmtpStage();
        opened.role(Role.SUBMISSION);
        opened.requireTls = false;
        opened.given("account alice@example.org");
        opened.given("password of bob is other");
        opened.given("password of alice is other");
        opened.hosts = OneOtherHost.behind("front");
        if (sentence.endsWith("which takes him for someone of here")) {
            opened.system.home("bob", "here");
        }
        try {
            hosts = OneOtherHost.before(opened.server().address());
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        west = Optional.of(opened);
    }

    private void more(String sentence) {
        if (sentence.startsWith("bob lives on the host west")) {
            openWest(sentence);
            return;
        }
        Matcher password = Pattern.compile("password of (\\S+) is (.*)").matcher(sentence);
        Matcher refusal =
                Pattern.compile("refusal at (\\w+): (\\d+) (\\S+) (.*)").matcher(sentence);
        if (password.matches()) {
            system.password(password.group(1), password.group(2));
        } else if (refusal.matches()) {
            system.refuse(
                    Question.valueOf(refusal.group(1)),
                    Integer.parseInt(refusal.group(2)),
                    refusal.group(3),
                    refusal.group(4));
        } else {
            throw Stage.unknown(sentence);
        }
    }

    @Override
    public void then(String sentence) throws IOException {
        if (sentence.startsWith("at west ")) {
            west.orElseThrow().then(sentence.substring(8));
            return;
        }
        Matcher mail =
                Pattern.compile("mail (\\d+) (is from|is for|says|came by|came from) (.*)")
                        .matcher(sentence);
        if (mail.matches()) {
            StoredMail stored = system.mails.get(Integer.parseInt(mail.group(1)) - 1);
            aboutMail(stored, mail.group(2), mail.group(3));
            return;
        }
        if (sentence.equals("log-ins have changed")) {
            server().ends.forEach(Runnable::run);
            return;
        }
        if (sentence.equals("the account has as many sessions as it may")) {
            server().fullAccounts = true;
            return;
        }
        if (sentence.equals("the server drains")) {
            Thread.ofVirtual().start(server()::drain);
            return;
        }
        String[] words = sentence.split(" ", 2);
        String what = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "nothing" -> {
                assertThat(what).isEqualTo("is stored");
                assertThat(system.mails).isEmpty();
                assertThat(system.contentsOpen).hasValue(0);
            }
            case "stored" -> assertThat(system.mails).hasSize(Integer.parseInt(what));
            case "resets" -> assertThat(system.resets).hasValue(Integer.parseInt(what));
            case "pauses" -> assertThat(seconds()).isEqualTo(what);
            case "tolerated" ->
                    assertThat(server().tolerated).containsExactly(Leniency.valueOf(what));
            case "counted" -> assertThat(String.join(", ", server().counted)).isEqualTo(what);
            default -> throw Stage.unknown(sentence);
        }
    }

    private String seconds() throws IOException {
        return String.join(
                " ", server().pauses.stream().map(pause -> "" + pause.toSeconds()).toList());
    }

    private static void aboutMail(StoredMail mail, String what, String expected) {
        switch (what) {
            case "is from" -> assertThat(mail.from().toString()).isEqualTo(expected);
            case "is for" ->
                    assertThat(
                                    String.join(
                                            " ",
                                            mail.recipients().stream()
                                                    .map(Object::toString)
                                                    .toList()))
                            .isEqualTo(expected);
            case "says" -> assertThat(mail.text()).isEqualTo(expected.translateEscapes());
            case "came by" -> assertThat(mail.client().protocol()).isEqualTo(expected);
            case "came from" -> assertThat(shown(mail.client())).isEqualTo(expected);
            default -> throw Stage.unknown(what);
        }
    }

    private static String shown(ClientFacts client) {
        return client.name().orElse("-")
                + " "
                + client.remote().getAddress().getHostAddress()
                + " "
                + client.remote().getPort()
                + " at "
                + client.local().getPort()
                + " greets "
                + client.greeting().orElse("-")
                + client.authenticated()
                        .map(identity -> " as " + identity.authorizationIdentity())
                        .orElse("");
    }

    @Override
    public void close() {
        server.ifPresent(SmtpServer::close);
        west.ifPresent(SmtpStage::close);
    }
}
