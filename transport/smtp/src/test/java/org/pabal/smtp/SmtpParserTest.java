// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.smtp.SmtpCommand.PathForm;
import org.quicktheories.core.Gen;

class SmtpParserTest {
    private static final SmtpParser STRICT = new SmtpParser(Set.of(), _ -> {});
    private static final List<String> ADDRESSES =
            List.of(
                    "a@example.net",
                    "A.b+tag@Example.NET",
                    "\"a b\"@example.net",
                    "\"a\\\"@b>\"@example.net",
                    "\"..\"@example.net",
                    "x@[192.0.2.1]",
                    "x@[IPv6:2001:db8:0:0:0:0:0:1]",
                    "철수@example.net",
                    "a@예시.kr",
                    "철수@예시.kr",
                    "o'brien/=?^_`{|}~!#$%&*@example.net");
    private static final List<String> SEEDS =
            List.of(
                    "EHLO client.example.net",
                    "MAIL FROM:<a@example.net> SIZE=100 BODY=8BITMIME SMTPUTF8 AUTH=<>",
                    "MAIL FROM:<\"a\\\" b\"@example.net>",
                    "RCPT TO:<@a.example,@b.example:c@d.example>",
                    "RCPT TO:<철수@예시.kr>",
                    "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
                    "BDAT 100 LAST",
                    "MAIL FROM:<a@example.net> RET=FULL ENVID=a+2Bb REQUIRETLS MT-PRIORITY=-3"
                            + " BY=120;RT HOLDFOR=60",
                    "MAIL FROM:<a@example.net> HOLDUNTIL=2026-01-01T00:00:00Z",
                    "RCPT TO:<b@example.net> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bc@example.net",
                    "RCPT TO:<b@example.net> ORCPT=utf-8;\\x{C544}@example.net",
                    "VRFY somebody",
                    "STARTTLS",
                    "GET / HTTP/1.1");

    private static SmtpCommand parse(String line) {
        return STRICT.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void printedCommandsAreParsedAsTheyWere() {
        qt().forAll(commands())
                .checkAssert(command -> {
                    byte[] line = CommandWriter.encode(command);
                    byte[] octets = Arrays.copyOf(line, line.length - 2);
                    assertThat(STRICT.parse(octets)).isEqualTo(command);
                });
    }

    private static Gen<SmtpCommand> commands() {
        Gen<Optional<Address>> addresses =
                integers()
                        .between(-1, ADDRESSES.size() - 1)
                        .map(i ->
                                i < 0
                                        ? Optional.<Address>empty()
                                        : Optional.of(Address.of(ADDRESSES.get(i))));
        Gen<SmtpCommand> mails = addresses.zip(parameters(), SmtpParserTest::mail);
        Gen<SmtpCommand> rcpts = addresses.map(SmtpParserTest::rcpt);
        List<SmtpCommand> others =
                List.of(
                        new SmtpCommand.Ehlo("client.example.net"),
                        new SmtpCommand.Helo("[192.0.2.1]"),
                        new SmtpCommand.Lhlo("x"),
                        new SmtpCommand.Data(),
                        new SmtpCommand.Bdat(17, true),
                        new SmtpCommand.Bdat(0, false),
                        new SmtpCommand.Rset(),
                        new SmtpCommand.Noop(),
                        new SmtpCommand.Vrfy("somebody here"),
                        new SmtpCommand.Expn("list"),
                        new SmtpCommand.Help(),
                        new SmtpCommand.Quit(),
                        new SmtpCommand.StartTls(),
                        new SmtpCommand.Auth("SCRAM-SHA-256-PLUS", Optional.of("=")),
                        new SmtpCommand.Auth("PLAIN", Optional.empty()));
        return integers()
                .between(0, others.size() + 20)
                .mutate((i, random) ->
                        i < others.size()
                                ? others.get(i)
                                : i % 2 == 0 ? mails.generate(random) : rcpts.generate(random));
    }

    private static Gen<MailParameters> parameters() {
        List<Optional<String>> identities =
                List.of(Optional.empty(), Optional.of("<>"), Optional.of("e=mc2+철수@x.example"));
        return longs().between(-1, Long.MAX_VALUE / 10)
                .zip(
                        booleans().all(),
                        integers().between(0, identities.size() - 1),
                        (size, eightBit, identity) ->
                                new MailParameters(
                                        size < 0 || size > 999_999_999_999_999_999L
                                                ? OptionalLong.empty()
                                                : OptionalLong.of(size),
                                        eightBit
                                                ? MailParameters.Body.EIGHT_BIT_MIME
                                                : MailParameters.Body.SEVEN_BIT,
                                        true,
                                        identities.get(identity),
                                        MailRequest.NONE,
                                        Optional.empty()));
    }

    private static SmtpCommand mail(Optional<Address> address, MailParameters parameters) {
        ReversePath from = address.<ReversePath>map(ReversePath.To::new).orElse(ReversePath.NULL);
        return new SmtpCommand.Mail(from, parameters);
    }

    private static SmtpCommand rcpt(Optional<Address> address) {
        ForwardPath to =
                address.<ForwardPath>map(ForwardPath.To::new).orElse(new ForwardPath.Postmaster());
        boolean nonAscii = address.filter(Address::needsSmtpUtf8).isPresent();
        return new SmtpCommand.Rcpt(
                to, nonAscii ? PathForm.UTF_8 : PathForm.ASCII, RecipientRequest.NONE);
    }

    @Test
    void anyOctetsGiveACommand() {
        long seed = 5321;
        Random random = new Random(seed);
        SmtpParser lenient = new SmtpParser(EnumSet.allOf(Leniency.class), _ -> {});
        for (int i = 0; i < 60_000; i++) {
            byte[] line = i % 3 == 0 ? noise(random) : mutation(random);
            for (SmtpParser parser : List.of(STRICT, lenient)) {
                try {
                    assertThat(parser.parse(line)).isNotNull();
                } catch (RuntimeException escaped) {
                    throw new AssertionError(
                            "seed " + seed + ", line " + Arrays.toString(line), escaped);
                }
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] line = new byte[random.nextInt(80)];
        random.nextBytes(line);
        return line;
    }

    private static byte[] mutation(Random random) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        List<Byte> line = new ArrayList<>();
        for (byte octet : seed.getBytes(StandardCharsets.UTF_8)) {
            line.add(octet);
        }
        for (int i = random.nextInt(4); i >= 0 && !line.isEmpty(); i--) {
            int at = random.nextInt(line.size());
            byte other = (byte) "<>@:\"\\ =+*\r\n\0\t\u00ff;,.".charAt(random.nextInt(18));
            switch (random.nextInt(4)) {
                case 0 -> line.remove(at);
                case 1 -> line.add(at, other);
                case 2 -> line.set(at, other);
                default -> line.set(at, (byte) random.nextInt(256));
            }
        }
        byte[] octets = new byte[line.size()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = line.get(i);
        }
        return octets;
    }

    @Test
    void leniencyIsCountedOnlyWhenUsed() {
        List<Leniency> used = new ArrayList<>();
        SmtpParser parser = new SmtpParser(EnumSet.allOf(Leniency.class), used::add);
        parser.parse("MAIL FROM:<a@example.net>".getBytes(StandardCharsets.UTF_8));
        assertThat(used).isEmpty();
        SmtpCommand both = parser.parse("RCPT TO: a@example.net".getBytes(StandardCharsets.UTF_8));
        assertThat(both).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(used)
                .containsExactly(Leniency.SPACE_AFTER_COLON, Leniency.MISSING_ANGLE_BRACKETS);
    }

    @Test
    void sourceRouteIsIgnored() {
        assertThat(parse("RCPT TO:<@a.example,@b.example:c@d.example>"))
                .isEqualTo(parse("RCPT TO:<c@d.example>"));
    }

    @Test
    void quotedStringMayHoldABracket() {
        assertThat(parse("MAIL FROM:<\"a>b\"@example.net> SIZE=5"))
                .isEqualTo(
                        new SmtpCommand.Mail(
                                new ReversePath.To(Address.of("\"a>b\"@example.net")),
                                new MailParameters(
                                        OptionalLong.of(5),
                                        MailParameters.Body.SEVEN_BIT,
                                        false,
                                        Optional.empty(),
                                        MailRequest.NONE,
                                        Optional.empty())));
    }

    @Test
    void pathOf257OctetsIsRefused() { // THREATS S08
        String path = "<ab@" + ("a".repeat(60) + ".").repeat(4) + "b".repeat(7) + ">";
        assertThat(path).hasSize(256);
        assertThat(parse("RCPT TO:" + path)).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(parse("RCPT TO:" + path.replace("<", "<c")))
                .isEqualTo(new SmtpCommand.Unparsable(PathSyntax.FORWARD.badAddress()));
    }

    @Test
    void authDoesNotShowItsResponse() { // THREATS F08
        assertThat(parse("AUTH PLAIN AGFsaWNlAHNlY3JldA==").toString()).doesNotContain("AGFsaWNl");
    }

    @Test
    void mailParametersOfTransport() {
        MailParameters found =
                ((SmtpCommand.Mail)
                                parse(
                                        "mail from:<a@example.net> ret=hdrs envid=a+2Bb requiretls"
                                                + " mt-priority=-3 by=+120;rt holdfor=60"))
                        .parameters();
        assertThat(found.request())
                .isEqualTo(
                        new MailRequest(
                                Optional.of(ReturnContent.HEADERS),
                                Optional.of("a+b"),
                                true,
                                -3,
                                Optional.of(new DeliverBy(120, DeliverBy.Mode.RETURN, true))));
        assertThat(found.release()).contains(new FutureRelease.After(Duration.ofMinutes(1)));
    }

    @Test
    void holdUntilIsATimeWithItsZone() {
        assertThat(
                        ((SmtpCommand.Mail)
                                        parse("MAIL FROM:<> HOLDUNTIL=2026-01-01T09:00:00.5+09:00"))
                                .parameters()
                                .release())
                .contains(new FutureRelease.At(Instant.parse("2026-01-01T00:00:00.5Z")));
    }

    @Test
    void recipientParameters() {
        assertThat(asked("NOTIFY=NEVER").notifyOf()).contains(Set.of());
        assertThat(asked("NOTIFY=failure,SUCCESS").notifyOf())
                .contains(Set.of(Notify.FAILURE, Notify.SUCCESS));
        assertThat(asked("ORCPT=RFC822;Bob+2Bx@example.net").originalRecipient())
                .contains(new OriginalRecipient("rfc822", "Bob+x@example.net"));
        assertThat(asked("ORCPT=utf-8;\\x{C544}\\x{2B}b@example.net").originalRecipient())
                .contains(new OriginalRecipient("utf-8", "아+b@example.net"));
        assertThat(asked("ORCPT=utf-8;아@example.net").originalRecipient())
                .contains(new OriginalRecipient("utf-8", "아@example.net"));
    }

    private static RecipientRequest asked(String parameters) {
        return ((SmtpCommand.Rcpt) parse("RCPT TO:<b@example.net> " + parameters)).request();
    }

    @Test
    void recipientParametersOutsideTheGrammar() {
        for (String wrong :
                List.of(
                        "NOTIFY=NEVER,DELAY",
                        "NOTIFY=DELAY,",
                        "NOTIFY=DELAY,DELAY",
                        "NOTIFY",
                        "ORCPT=rfc822",
                        "ORCPT=;x",
                        "ORCPT=rfc822;",
                        "ORCPT=a@b;x",
                        "ORCPT=rfc822;아",
                        "ORCPT=utf-8;\\x{D800}",
                        "ORCPT=utf-8;\\x{110000}",
                        "ORCPT=utf-8;\\x{0D}",
                        "ORCPT=utf-8;\\y",
                        "ORCPT=utf-8;a+0",
                        "ORCPT=rfc822;" + "x".repeat(500))) {
            assertThat(parse("RCPT TO:<b@example.net> " + wrong))
                    .as(wrong)
                    .isEqualTo(new SmtpCommand.Unparsable(Answers.BAD_PARAMETER));
        }
    }
}
