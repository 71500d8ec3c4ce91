// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.message.Address;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.Finding;
import org.pabal.spam.reading.MailReading;
import org.pabal.storage.testing.FakeStorage;

final class StoredPolicyTest {
    private static final Account BOB = account(1, "bob@d.example");
    private static final Account EVE = account(2, "eve@e.example");

    private final FakeStorage storage = new FakeStorage();
    private final StoredWishes wishes = new StoredWishes(storage);
    private final StoredPolicy policy = new StoredPolicy(Thresholds.STANDARD, List.of(), wishes);

    private static Account account(long id, String address) {
        return new Account(
                new AccountId(id),
                Address.of(address),
                "",
                Language.ENGLISH,
                OptionalLong.empty(),
                OptionalLong.empty(),
                true,
                Role.USER,
                Optional.empty());
    }

    private static MailInQuestion mail(String from, boolean signed) {
        byte[] window = ("From: " + from + "\r\n\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        MessageScanner scanner = new MessageScanner();
        scanner.write(window, 0, window.length);
        return new MailInQuestion(
                "m",
                facts(from.substring(from.indexOf('@') + 1), signed),
                MailReading.of(scanner.finish(), window),
                window,
                window.length,
                List.of(BOB));
    }

    private static ArrivalFacts facts(String domain, boolean signed) {
        ArrivalFacts nothing = ArrivalFacts.unknown(Instant.EPOCH);
        return new ArrivalFacts(
                Optional.of(InetAddress.ofLiteral("192.0.2.7")),
                "",
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                Optional.of(
                        new ArrivalFacts.Dmarc(signed ? Result.PASS : Result.NONE, domain, false)),
                List.of(),
                nothing.ownDomains(),
                nothing.at());
    }

    private static Scope of(Account account) {
        return new Scope.OfAccount(account.id());
    }

    private void put(Scope scope, String sender, ListEntry.Kind kind) {
        ListEntry entry = new ListEntry(SenderPattern.parse(sender).orElseThrow(), kind, "");
        wishes.change(scope, before -> before.with(entry));
    }

    private List<String> found(MailInQuestion mail, Account account) {
        return policy.lists(mail, account).stream().map(Finding::test).toList();
    }

    @Test
    void anAllowedSenderCountsOnlyWhereTheMailIsProvedToBeItsOwn() {
        put(of(BOB), "@friend.example", ListEntry.Kind.ALLOWED);
        assertThat(found(mail("a@friend.example", true), BOB)).containsExactly("ALLOWED_SENDER");
        assertThat(found(mail("a@friend.example", false), BOB)).containsExactly("ALLOWED_UNPROVED");
        assertThat(found(mail("a@other.example", true), BOB)).isEmpty();
        assertThat(found(mail("a@friend.example", true), EVE)).isEmpty();
        assertThat(policy.lists(mail("a@friend.example", true))).isEmpty();
    }

    @Test
    void aNetworkNeedsNoProof() {
        put(new Scope.Server(), "192.0.2.0/24", ListEntry.Kind.ALLOWED);
        assertThat(found(mail("a@b.example", false), EVE)).containsExactly("ALLOWED_SENDER");
        assertThat(policy.lists(mail("a@b.example", false))).hasSize(1);
    }

    @Test
    void theNarrowerHolds() {
        put(new Scope.OfDomain("d.example"), ".shop.example", ListEntry.Kind.BLOCKED);
        assertThat(found(mail("a@www.shop.example", true), BOB)).containsExactly("BLOCKED_SENDER");
        assertThat(found(mail("a@www.shop.example", true), EVE)).isEmpty();
        put(of(BOB), ".shop.example", ListEntry.Kind.ALLOWED);
        put(of(BOB), "spam@www.shop.example", ListEntry.Kind.BLOCKED);
        assertThat(found(mail("a@www.shop.example", true), BOB)).containsExactly("ALLOWED_SENDER");
        assertThat(found(mail("Spam@www.shop.example", true), BOB))
                .containsExactly("BLOCKED_SENDER");
        wishes.change(of(BOB), before -> Wishes.NONE);
        assertThat(found(mail("a@www.shop.example", true), BOB)).containsExactly("BLOCKED_SENDER");
    }

    @Test
    void thresholdsAreTheAccountsThenTheDomainsThenTheServers() {
        wishes.change(
                new Scope.OfDomain("d.example"),
                before ->
                        before.withThresholds(
                                OptionalDouble.of(4),
                                OptionalDouble.empty(),
                                OptionalDouble.of(Thresholds.NEVER)));
        wishes.change(
                of(BOB),
                before ->
                        before.withThresholds(
                                OptionalDouble.of(3),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()));
        StoredPolicy again =
                new StoredPolicy(Thresholds.STANDARD, List.of(), new StoredWishes(storage));
        assertThat(again.of(BOB).outcome(3)).isEqualTo(Outcome.JUNK);
        assertThat(again.of(BOB).outcome(100)).isEqualTo(Outcome.JUNK);
        assertThat(again.of(EVE).outcome(4.9)).isEqualTo(Outcome.DELIVER);
        assertThat(again.of(EVE).outcome(15)).isEqualTo(Outcome.REFUSE);
        assertThat(wishes.ofDomains()).containsOnlyKeys("d.example");
    }

    @Test
    void aListHasABound() {
        for (int i = 0; i < Wishes.MAX_ENTRIES; i++) {
            put(of(BOB), "@d" + i + ".example", ListEntry.Kind.BLOCKED);
        }
        assertThatThrownBy(() -> put(of(BOB), "@one.example", ListEntry.Kind.BLOCKED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void patternsAreReadAsTheyArePrinted() {
        for (String text :
                List.of(
                        "a@b.example",
                        "@b.example",
                        ".b.example",
                        "192.0.2.0/24",
                        "2001:db8::/32")) {
            SenderPattern pattern = SenderPattern.parse(text).orElseThrow();
            assertThat(SenderPattern.parse(pattern.toString())).contains(pattern);
        }
        for (String text : List.of("", "@", ".", "a b", "a@", "192.0.2.0/99")) {
            assertThat(SenderPattern.parse(text)).as(text).isEmpty();
        }
    }
}
