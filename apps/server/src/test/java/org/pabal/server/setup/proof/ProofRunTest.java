// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.proof.Proof.Lost;
import org.pabal.server.setup.proof.Proof.Stage;
import org.pabal.server.setup.proof.Proof.State;
import org.pabal.server.setup.proof.ProofFacts.WayOut;
import org.pabal.server.setup.proof.ProofMail.Fate;
import org.pabal.server.setup.proof.ProofMail.Sent;
import org.pabal.server.setup.proof.ProofMail.Taken;

/// Proofs of servers that are set up well, and less well.
class ProofRunTest {
    private static final Address OUTSIDE = Address.of("me@elsewhere.example");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final FakeWorld world = new FakeWorld(clock);

    private Proof made(Optional<Address> outside) {
        return made(Language.ENGLISH, outside);
    }

    private Proof made(Language language, Optional<Address> outside) {
        Account account =
                new Account(
                        new AccountId(1),
                        Address.of("jiwoo@code.kr"),
                        "",
                        language,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        true,
                        Role.ADMINISTRATOR,
                        Optional.empty());
        Proof proof = new Proof("p1", account, outside, now);
        new ProofRun(
                        proof,
                        world,
                        world,
                        clock,
                        time -> now = now.plus(time),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000))
                .run();
        return proof;
    }

    private Proof made() {
        return made(Optional.empty());
    }

    private static Map<String, Integer> lost(Proof proof) {
        return proof.page().lost().stream().collect(Collectors.toMap(Lost::why, Lost::points));
    }

    private static State at(Proof proof, Stage stage) {
        return proof.page().stages().get(stage).state();
    }

    private static String hint(Proof proof, Stage stage) {
        return proof.page().stages().get(stage).hint();
    }

    @Test
    void aServerThatIsSetUpWellLosesNothing() {
        Proof proof = made();
        assertThat(proof.page().lost()).isEmpty();
        assertThat(proof.page().score()).isEqualTo(10);
        assertThat(proof.page().unknown()).isEmpty();
        assertThat(proof.page().done()).isTrue();
        assertThat(proof.isGood()).isTrue();
        assertThat(proof.page().stages().values().stream().map(Proof.Told::state))
                .containsExactly(State.OK, State.OK, State.OK, State.SKIPPED, State.SKIPPED);
        assertThat(proof.page().stages().get(Stage.SEND).said())
                .isEqualTo("250 2.0.0 ok (192.0.2.25, TLSv1.3)");
        assertThat(proof.page().stages().get(Stage.ARRIVE).said()).isEqualTo("INBOX UID 7");
        assertThat(proof.page().stages().get(Stage.HEADERS).said())
                .contains("mail.code.kr; spf=pass")
                .contains("dkim=pass")
                .contains("dmarc=pass");
    }

    @Test
    void aKeyThatIsNotPublishedCostsAndSaysSo() {
        world.without("_domainkey");
        Proof proof = made();
        assertThat(lost(proof)).containsExactly(Map.entry("dkim", 2));
        assertThat(proof.page().score()).isEqualTo(8);
        assertThat(at(proof, Stage.HEADERS)).isEqualTo(State.BAD);
        assertThat(hint(proof, Stage.HEADERS)).startsWith("The signature cannot be verified");
        assertThat(proof.isGood()).isFalse();
    }

    @Test
    void mailThatIsNotSignedIsToldApart() {
        world.signs = false;
        assertThat(hint(made(), Stage.HEADERS)).startsWith("The mail is not signed");
    }

    @Test
    void aKeyThatSignsSoonCostsNothing() {
        world.signs = false;
        world.signsFrom = Optional.of(now.plusSeconds(1_800));
        Proof proof = made();
        assertThat(proof.page().score()).isEqualTo(10);
        assertThat(proof.page().unknown().get("dkim")).contains("2026-03-01T12:30:00Z");
        assertThat(at(proof, Stage.HEADERS)).isEqualTo(State.WARN);
        assertThat(proof.isGood()).isTrue();
    }

    @Test
    void recordsCostByTheirWeightAndAreNamedInTheLanguage() {
        world.without("PTR");
        world.without("spf1");
        world.without("DMARC1");
        world.without("MX 10");
        world.certificate = Optional.of("self-made");
        world.lists = Optional.of(List.of("zen"));
        Proof proof = made(Language.KOREAN, Optional.empty());
        assertThat(lost(proof))
                .containsOnly(
                        Map.entry("ptr", 2),
                        Map.entry("spf", 2),
                        Map.entry("dmarc", 1),
                        Map.entry("mx", 2),
                        Map.entry("certificate", 1),
                        Map.entry("blocklist", 2));
        assertThat(proof.page().score()).isZero();
        assertThat(proof.page().lost().stream().map(Lost::hint))
                .anyMatch(hint -> hint.contains("192.0.2.25이(가) 다음 목록에 있습니다: zen"));
    }

    @Test
    void whereNothingPassesAlignmentCostsNothingMore() {
        world.zone = world.zone.replace("v=spf1 mx -all", "v=spf1 -all");
        world.without("_domainkey");
        assertThat(lost(made())).containsOnlyKeys("spf", "dkim");
    }

    @Test
    void addressesOfTheSixthVersionCostTheirOwnPoint() {
        world.zone += "mail.code.kr. AAAA 2001:db8::25\n";
        assertThat(lost(made())).containsExactly(Map.entry("ipv6", 1));
    }

    @Test
    void whatCannotBeLookedAtCostsNothingAndIsSaid() {
        world.without("mail.code.kr. A");
        world.zone += "mail.code.kr. A TIMEOUT\n";
        world.senders = List.of();
        world.lists = Optional.empty();
        world.out = new WayOut(false, Optional.empty(), false);
        Proof proof = made();
        assertThat(lost(proof)).doesNotContainKeys("ptr", "spf", "relay", "blocklist");
        assertThat(proof.page().unknown()).containsKeys("spf", "ptr", "blocklist", "relay", "dns");
    }

    @Test
    void behindASmarthostItsAddressesCountAndNotOurs() {
        world.without("PTR");
        world.out = new WayOut(true, Optional.of("sender: 550 not verified"), true);
        Proof proof = made();
        assertThat(lost(proof)).containsExactly(Map.entry("relay", 3));
        assertThat(proof.page().lost().getFirst().hint()).isEqualTo("sender: 550 not verified");
        assertThat(proof.page().unknown()).containsKeys("ptr", "spf", "blocklist");
        assertThat(proof.isGood()).isTrue();
    }

    @Test
    void aPortThatIsShutCostsUnlessTheServerOutsideTookAMail() {
        world.out = new WayOut(false, Optional.of("IPv4 timeout"), true);
        assertThat(lost(made())).containsExactly(Map.entry("relay", 3));
        assertThat(lost(made(Optional.of(OUTSIDE)))).isEmpty();
    }

    @Test
    void anUnprotectedDoorCosts() {
        world.said = new Sent(Taken.YES, "250 ok", Optional.empty());
        assertThat(lost(made())).containsExactly(Map.entry("tls", 1));
    }

    @Test
    void mailThatIsRefusedIsQuotedAndEndsTheProof() {
        world.said = new Sent(Taken.NO, "550 5.7.1 no", Optional.empty());
        Proof proof = made();
        assertThat(at(proof, Stage.SEND)).isEqualTo(State.BAD);
        assertThat(proof.page().stages().get(Stage.SEND).said()).isEqualTo("550 5.7.1 no");
        assertThat(at(proof, Stage.ARRIVE)).isEqualTo(State.SKIPPED);
        assertThat(lost(proof)).containsExactly(Map.entry("mail", 5));
        assertThat(proof.page().done()).isTrue();
        assertThat(proof.isGood()).isFalse();
    }

    @Test
    void mailThatDoesNotArriveIsWaitedForAMinute() {
        world.fates.put("<proof-self-p1@mail.code.kr>", new Fate.Waits("queued"));
        Instant began = now;
        Proof proof = made();
        assertThat(now).isEqualTo(began.plusSeconds(60));
        assertThat(at(proof, Stage.ARRIVE)).isEqualTo(State.BAD);
        assertThat(hint(proof, Stage.ARRIVE)).contains("<proof-self-p1@mail.code.kr>");
        assertThat(lost(proof)).containsKey("mail");
    }

    @Test
    void whereItIsFiledIsSaid() {
        world.mailbox = "Junk";
        Proof proof = made();
        assertThat(at(proof, Stage.ARRIVE)).isEqualTo(State.WARN);
        assertThat(hint(proof, Stage.ARRIVE)).contains("Junk");
        assertThat(proof.isGood()).isTrue();
    }

    @Test
    void whatIsChangedOnTheWayIsNamed() {
        world.changedSubject = "Subject: [x] other";
        Proof proof = made();
        assertThat(hint(proof, Stage.HEADERS)).contains("another Subject field");
        assertThat(proof.isGood()).isFalse();
    }

    @Test
    void loopbackIsSaidAndNoJudgementExpected() {
        world.judges = false;
        Proof proof = made();
        assertThat(hint(proof, Stage.SEND)).startsWith("It came by loopback");
        assertThat(at(proof, Stage.HEADERS)).isEqualTo(State.OK);
    }

    @Test
    void theServerOutsideIsQuoted() {
        Proof proof = made(Optional.of(OUTSIDE));
        assertThat(at(proof, Stage.OUTSIDE)).isEqualTo(State.OK);
        assertThat(at(proof, Stage.ANSWER)).isEqualTo(State.WAITING);
        assertThat(proof.page().done()).isTrue();
        assertThat(proof.isGood()).isTrue();
        assertThat(world.submitted.getFirst())
                .contains("To: <me@elsewhere.example>", "<proof-outside-p1@mail.code.kr>");
    }

    @Test
    void aRefusalOutsideCostsAndADelayDoesNot() {
        world.ofOutside = new Fate.Failed("550 5.1.1 nobody");
        Proof refused = made(Optional.of(OUTSIDE));
        assertThat(at(refused, Stage.OUTSIDE)).isEqualTo(State.BAD);
        assertThat(lost(refused)).containsExactly(Map.entry("outside", 2));
        world.ofOutside = new Fate.Deferred("451 4.7.1 greylisted");
        Proof later = made(Optional.of(OUTSIDE));
        assertThat(at(later, Stage.OUTSIDE)).isEqualTo(State.WARN);
        assertThat(later.page().score()).isEqualTo(10);
        assertThat(later.isGood()).isFalse();
    }

    @Test
    void aStoreThatIsOutOfOrderEndsTheProofInWords() {
        ProofMail broken = new BrokenMail(world, new UnavailableException("the disk is gone"));
        Account account = made().account();
        Proof proof = new Proof("p2", account, Optional.empty(), now);
        new ProofRun(
                        proof,
                        broken,
                        world,
                        clock,
                        time -> now = now.plus(time),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000))
                .run();
        assertThat(hint(proof, Stage.ARRIVE)).isEqualTo("The proof broke off: the disk is gone");
        assertThat(proof.page().done()).isTrue();
        assertThat(proof.isGood()).isFalse();
    }
}
