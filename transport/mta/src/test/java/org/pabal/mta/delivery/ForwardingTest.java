// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.srs.Srs;
import org.pabal.mailauth.srs.SrsConfig;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerAudit;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.Term;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.routing.ReturnAddresses;
import org.pabal.mta.testing.MtaStage;

/// Mail that an alias of ours sends on to another host bears a reverse-path of ours where the
/// sender's SPF would have it refused, and reports come back through it.
final class ForwardingTest {
    private final MtaStage stage = new MtaStage(31);
    private final List<String> sent = new ArrayList<>();

    ForwardingTest() {
        stage.resolver.server("r.example", "192.0.2.50");
        stage.resolver.server("far.example", "192.0.2.51");
        stage.resolver.server("none.example", "192.0.2.52");
        stage.directory.alias("fwd@d.example", "bob@r.example");
        stage.remote =
                (host, mail) -> {
                    sent.add(mail.from() + " " + mail.addresses());
                    return new Outcome.Answered(
                            mail.addresses().stream()
                                    .map(to ->
                                            new Diagnosis(
                                                    EnhancedStatus.of("2.0.0"), "ok", host.name()))
                                    .toList());
                };
    }

    private void receive(String from, String to) {
        assertThat(stage.receive(from).to(to).send(MESSAGE)).startsWith("250");
        stage.work();
    }

    /// What is between the brackets of the one MAIL FROM.
    private Address sentFrom() {
        assertThat(sent).hasSize(1);
        String path = sent.getFirst().substring(0, sent.getFirst().indexOf(' '));
        return Address.of(path.substring(1, path.length() - 1));
    }

    private List<LedgerRecord> records(String address) {
        return stage.ledger.between(Instant.EPOCH, stage.clock.instant().plusMillis(1), 99).stream()
                .filter(record ->
                        record.recipient().equals(address)
                                || record.reversePath().equals("<" + address + ">"))
                .toList();
    }

    @Test
    void aSenderWhoseSpfDoesNotNameUsIsRewrittenAndTheBounceComesBack() {
        stage.resolver.txt("far.example", "v=spf1 mx -all");
        receive("alice@far.example", "fwd@d.example");
        Address rewritten = sentFrom();
        assertThat(rewritten.toString())
                .matches("SRS0=[A-Za-z0-9+/]{4}=[A-Z2-7]{2}=far\\.example=alice@d\\.example");
        LedgerRecord relayed =
                records("alice@far.example").stream()
                        .filter(record -> record.outcome() == LedgerRecord.Outcome.RELAYED)
                        .findFirst()
                        .orElseThrow();
        assertThat(relayed.fact(Fact.REVERSE_PATH)).contains(rewritten.toString());
        assertThat(relayed.fact(Fact.ADDRESS)).contains("bob@r.example");

        sent.clear();
        receive("", rewritten.toString());
        assertThat(sent).containsExactly("<> [alice@far.example]");
        List<LedgerRecord> back =
                records("alice@far.example").stream()
                        .filter(record -> record.fact(Fact.FORWARD_PATH).isPresent())
                        .toList();
        assertThat(back)
                .extracting(LedgerRecord::outcome)
                .containsExactly(LedgerRecord.Outcome.QUEUED, LedgerRecord.Outcome.RELAYED);
        assertThat(back)
                .allMatch(record ->
                        record.fact(Fact.FORWARD_PATH).equals(Optional.of(rewritten.toString())));
        assertThat(Term.of(back))
                .contains(Term.address("alice@far.example"), Term.address(rewritten.toString()));
        assertThat(
                        new LedgerAudit(stage.ledger, (_, _) -> false)
                                .check(Instant.EPOCH, stage.clock.instant().plusMillis(1))
                                .findings())
                .isEmpty();
    }

    @Test
    void nothingIsRewrittenWhereSpfLetsUsSendOrSaysNothing() {
        stage.resolver.txt("far.example", "v=spf1 ip4:192.0.2.0/24 -all");
        receive("alice@far.example", "fwd@d.example");
        receive("alice@none.example", "fwd@d.example");
        assertThat(sent)
                .containsExactly(
                        "<alice@far.example> [bob@r.example]",
                        "<alice@none.example> [bob@r.example]");
        assertThat(records("alice@far.example"))
                .noneMatch(record -> record.fact(Fact.REVERSE_PATH).isPresent());
    }

    @Test
    void eachOfOurAddressesMustBeAllowed() {
        stage.ownAddresses =
                List.of(InetAddress.ofLiteral("192.0.2.25"), InetAddress.ofLiteral("2001:db8::25"));
        stage.build();
        stage.resolver.txt("far.example", "v=spf1 ip4:192.0.2.0/24 -all");
        receive("alice@far.example", "fwd@d.example");
        assertThat(sentFrom().localPart()).startsWith("SRS0=");
    }

    @Test
    void whatTheDnsDoesNotTellIsRewritten() {
        stage.resolver.txt("far.example", new Answer.Failed<>("SERVFAIL"));
        receive("alice@far.example", "fwd@d.example");
        assertThat(sentFrom().localPart()).startsWith("SRS0=");
        sent.clear();
        stage.ownAddresses = List.of();
        stage.build();
        receive("alice@none.example", "fwd@d.example");
        assertThat(sentFrom().localPart()).startsWith("SRS0=");
    }

    @Test
    void mailOfOurOwnAndOfListsAndReportsIsLeftAlone() {
        for (String domain : List.of("far.example", "d.example")) {
            stage.resolver.txt(domain, "v=spf1 -all");
        }
        stage.directory.account("alice@d.example");
        stage.directory.account("owner@d.example");
        stage.directory.list("team@d.example", "owner@d.example", "x@r.example");
        receive("alice@far.example", "team@d.example");
        receive("alice@d.example", "fwd@d.example");
        receive("", "fwd@d.example");
        assertThat(
                        stage.submit("alice@d.example", "alice@d.example")
                                .to("y@r.example")
                                .send(MESSAGE))
                .startsWith("250");
        stage.work();
        assertThat(sent)
                .containsExactly(
                        "<owner@d.example> [x@r.example]",
                        "<alice@d.example> [bob@r.example]",
                        "<> [bob@r.example]",
                        "<alice@d.example> [y@r.example]");
    }

    @Test
    void theSettingsCanForbidItOrAskForItAlways() {
        stage.resolver.txt("far.example", "v=spf1 -all");
        stage.forwarding = ForwardedSender.When.NEVER;
        stage.build();
        receive("alice@far.example", "fwd@d.example");
        assertThat(sentFrom()).isEqualTo(Address.of("alice@far.example"));
        sent.clear();
        stage.forwarding = ForwardedSender.When.ALWAYS;
        stage.build();
        receive("alice@none.example", "fwd@d.example");
        assertThat(sentFrom().localPart()).startsWith("SRS0=");
    }

    @Test
    void aDomainForReturnAddressesNeedNotBeInTheDirectory() {
        stage.returns =
                new ReturnAddresses(
                        new Srs(SrsConfig.standard(), () -> List.of("a secret"), stage.clock),
                        Optional.of(Domain.of("srs.example")));
        stage.build();
        stage.resolver.txt("far.example", "v=spf1 -all");
        receive("alice@far.example", "fwd@d.example");
        Address rewritten = sentFrom();
        assertThat(rewritten.domain().name()).isEqualTo("srs.example");
        sent.clear();
        receive("", rewritten.toString());
        assertThat(sent).containsExactly("<> [alice@far.example]");
        assertThat(MtaStage.text(stage.receive("").rcpt("bob@srs.example")))
                .startsWith("554 5.7.1");
    }

    @Test
    void aBounceForAForwarderBeforeUsGoesToIt() {
        stage.resolver.txt("far.example", "v=spf1 -all");
        String first = "SRS0=abcd=XY=orig.example=joe@far.example";
        receive(first, "fwd@d.example");
        Address rewritten = sentFrom();
        assertThat(rewritten.localPart())
                .startsWith("SRS1=")
                .endsWith("=far.example==abcd=XY=orig.example=joe");
        assertThat(records("joe@orig.example"))
                .isNotEmpty()
                .allMatch(record -> record.fact(Fact.REVERSE_PATH).isPresent());
        sent.clear();
        receive("", rewritten.toString());
        assertThat(sent).containsExactly("<> [" + first + "]");
    }

    /// THREATS D11: whoever sends it, and from wherever.
    @Test
    void forgedAndExpiredReturnAddressesAreRefused() {
        stage.resolver.txt("far.example", "v=spf1 -all");
        receive("alice@far.example", "fwd@d.example");
        String rewritten = sentFrom().toString();
        assertThat(MtaStage.text(stage.receive("").rcpt(rewritten.replace("=alice", "=victim"))))
                .startsWith("550 5.1.1")
                .endsWith("This return address was not made here");
        stage.clock.advance(Duration.ofDays(22));
        assertThat(MtaStage.text(stage.receive("").rcpt(rewritten)))
                .startsWith("550 5.1.1")
                .endsWith("This return address has expired");
        stage.directory.account("carol@d.example");
        assertThat(
                        MtaStage.text(
                                stage.submit("carol@d.example", "carol@d.example").rcpt(rewritten)))
                .startsWith("550 5.1.1");
    }
}
