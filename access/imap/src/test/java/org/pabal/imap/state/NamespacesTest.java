// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.SharingConfig;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.Credentials;

/// Names map to mailboxes and back, in both shapes.
class NamespacesTest {
    private static final Domain ORG = Domain.of("example.org");
    private static final Domain NET = Domain.of("example.net");

    private static final List<Account> ACCOUNTS =
            List.of(
                    account(1, "alice", ORG),
                    account(2, "bob", ORG),
                    account(3, "bob", NET),
                    account(4, "kim.young", ORG),
                    account(5, "a/b*c%^", ORG),
                    account(6, "x@example.net", ORG),
                    account(7, ".", ORG),
                    account(8, "..", NET),
                    account(9, "board", ORG),
                    account(10, "편지", ORG),
                    account(11, "^2f", ORG));
    private static final Account ALICE = ACCOUNTS.get(0);

    private static Account account(long id, String local, Domain domain) {
        return new Account(
                new AccountId(id),
                new Address(local, domain),
                local,
                Language.ENGLISH,
                OptionalLong.empty(),
                true);
    }

    private static Namespaces namespaces(NamespaceConfig names) {
        Set<Address> shared = Set.of(Address.of("board@example.org"));
        return new Namespaces(
                SharingConfig.DEFAULT.withNames(names).withSharedAccounts(shared),
                new Names(),
                ALICE);
    }

    private static String shown(NamespaceConfig names, int account, String name) {
        return namespaces(names)
                .shown(new MailboxAddress(ACCOUNTS.get(account - 1), MailboxName.of(name)));
    }

    @Test
    void slashShape() {
        NamespaceConfig slash = NamespaceConfig.SLASH;
        assertThat(shown(slash, 1, "INBOX")).isEqualTo("INBOX");
        assertThat(shown(slash, 1, "Sent/2026.1")).isEqualTo("Sent/2026.1");
        assertThat(shown(slash, 1, "INBOX/x")).isEqualTo("INBOX/x");
        assertThat(shown(slash, 2, "INBOX")).isEqualTo("Other Users/bob");
        assertThat(shown(slash, 2, "Sent")).isEqualTo("Other Users/bob/Sent");
        assertThat(shown(slash, 3, "Sent")).isEqualTo("Other Users/bob@example.net/Sent");
        assertThat(shown(slash, 4, "Sent")).isEqualTo("Other Users/kim.young/Sent");
        assertThat(shown(slash, 5, "Sent")).isEqualTo("Other Users/a^2Fb^2Ac^25^5E/Sent");
        assertThat(shown(slash, 9, "Minutes")).isEqualTo("Shared/board/Minutes");
    }

    @Test
    void shapeBelowInbox() {
        NamespaceConfig dot = NamespaceConfig.BELOW_INBOX;
        assertThat(shown(dot, 1, "INBOX")).isEqualTo("INBOX");
        assertThat(shown(dot, 1, "Sent/2026.1")).isEqualTo("INBOX.Sent.2026/1");
        assertThat(shown(dot, 1, "INBOX/x")).isEqualTo("INBOX.INBOX.x");
        assertThat(shown(dot, 2, "INBOX")).isEqualTo("user.bob");
        assertThat(shown(dot, 2, "Sent")).isEqualTo("user.bob.Sent");
        assertThat(shown(dot, 3, "Sent")).isEqualTo("user.bob@example/net.Sent");
        assertThat(shown(dot, 4, "Sent")).isEqualTo("user.kim/young.Sent");
        assertThat(shown(dot, 9, "INBOX")).isEqualTo("shared.board");
        assertThat(shown(dot, 1, "보낸편지함")).isEqualTo("INBOX.보낸편지함");
    }

    @Test
    void whatIsNoNameIsNone() {
        Namespaces slash = namespaces(NamespaceConfig.SLASH);
        for (String text :
                List.of(
                        "",
                        "Other Users",
                        "Other Users/",
                        "Other Users//x",
                        "Other Users/nobody",
                        "Other Users/alice",
                        "Other Users/board",
                        "Other Users/bob@example.org",
                        "Other Users/BOB",
                        "Other Users/bob/INBOX",
                        "Other Users/bob/../x",
                        "Other Users/^2E",
                        "Shared",
                        "Shared/bob",
                        "../x",
                        "a//b",
                        "a/",
                        "/a",
                        "a/./b",
                        "a*b",
                        "a\u0000b")) {
            assertThat(slash.parse(text)).as(text).isEmpty();
        }
        Namespaces dot = namespaces(NamespaceConfig.BELOW_INBOX);
        for (String text :
                List.of(
                        "Sent",
                        "INBOX/Sent",
                        "INBOX.",
                        "INBOX..x",
                        "INBOX.INBOX",
                        "INBOX.inbox",
                        "INBOX./",
                        "INBOX.//.x",
                        "user",
                        "user.",
                        "user.bob@example.net",
                        "user.bob.INBOX",
                        "shared.bob")) {
            assertThat(dot.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void inboxIsFoundInAnyCase() {
        for (NamespaceConfig names : List.of(NamespaceConfig.SLASH, NamespaceConfig.BELOW_INBOX)) {
            assertThat(namespaces(names).parse("iNBoX"))
                    .contains(new MailboxAddress(ALICE, MailboxName.INBOX));
        }
        assertThat(namespaces(NamespaceConfig.BELOW_INBOX).parse("inbox.Sent"))
                .contains(new MailboxAddress(ALICE, MailboxName.of("Sent")));
    }

    @Test
    void withoutSharedAccountsTheirPrefixMeansNothing() {
        Namespaces plain = new Namespaces(SharingConfig.DEFAULT, new Names(), ALICE);
        assertThat(plain.parse("Shared/x"))
                .contains(new MailboxAddress(ALICE, MailboxName.of("Shared/x")));
    }

    @Test
    void ownMailboxesUnderAPrefixAreNotNameable() {
        Namespaces slash = namespaces(NamespaceConfig.SLASH);
        assertThat(slash.isNameable(MailboxName.of("Shared"))).isFalse();
        assertThat(slash.isNameable(MailboxName.of("Other Users/x"))).isFalse();
        assertThat(slash.isNameable(MailboxName.of("Shared x"))).isTrue();
        assertThat(namespaces(NamespaceConfig.BELOW_INBOX).isNameable(MailboxName.of("Shared")))
                .isTrue();
    }

    /// Every mailbox has one name, every name one mailbox.
    @Test
    void namesGoThereAndBack() {
        for (NamespaceConfig names : List.of(NamespaceConfig.SLASH, NamespaceConfig.BELOW_INBOX)) {
            Namespaces namespaces = namespaces(names);
            Map<String, MailboxAddress> seen = new HashMap<>();
            for (long seed = 0; seed < 20_000; seed++) {
                Random random = new Random(seed);
                Optional<MailboxName> name = MailboxName.parse(text(random, "aB./@^ 편é&~#INBOX"));
                Account owner = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
                if (name.isEmpty()
                        || (owner.id().equals(ALICE.id()) && !namespaces.isNameable(name.get()))) {
                    continue;
                }
                MailboxAddress address = new MailboxAddress(owner, name.get());
                String shown = namespaces.shown(address);
                String what = "seed " + seed + ": " + shown;
                assertThat(namespaces.parse(shown)).as(what).contains(address);
                assertThat(seen.merge(shown, address, (a, _) -> a)).as(what).isEqualTo(address);
            }
            assertThat(new HashSet<>(seen.values())).hasSameSizeAs(seen.keySet());
        }
    }

    /// What is taken as a name is shown as it was given, but for INBOX.
    @Test
    void textThatIsANameIsThatName() {
        for (NamespaceConfig names : List.of(NamespaceConfig.SLASH, NamespaceConfig.BELOW_INBOX)) {
            Namespaces namespaces = namespaces(names);
            List<String> starts = List.of("", names.personal(), names.others(), names.shared());
            for (long seed = 0; seed < 20_000; seed++) {
                Random random = new Random(seed);
                String text = starts.get(random.nextInt(4)) + text(random, "ab./@^편board");
                String what = "seed " + seed;
                namespaces
                        .parse(text)
                        .ifPresent(address ->
                                assertThat(namespaces.shown(address)).as(what).isEqualTo(text));
            }
        }
    }

    /// Patterns see shown names: compared with regular expressions.
    @Test
    void patternsMatchShownNames() {
        for (NamespaceConfig names : List.of(NamespaceConfig.SLASH, NamespaceConfig.BELOW_INBOX)) {
            char delimiter = names.delimiter();
            List<String> starts =
                    List.of("", "*", "%", names.personal(), names.others(), names.shared());
            for (long seed = 0; seed < 5_000; seed++) {
                Random random = new Random(seed);
                String pattern =
                        starts.get(random.nextInt(6)) + text(random, "ab" + delimiter + "*%%");
                Optional<MailboxName> name = MailboxName.parse(text(random, "aab/."));
                if (name.isEmpty()) {
                    continue;
                }
                Account owner = random.nextBoolean() ? ALICE : ACCOUNTS.get(1);
                String shown = namespaces(names).shown(new MailboxAddress(owner, name.get()));
                MailboxPattern compiled = new MailboxPattern(pattern, delimiter);
                boolean expected = naive(pattern, delimiter).matcher(shown).matches();
                assertThat(compiled.matches(shown))
                        .as("seed %d: %s against %s", seed, pattern, shown)
                        .isEqualTo(expected);
                for (int end = 0; end <= shown.length(); end++) {
                    assertThat(!expected || compiled.mayMatchBelow(shown.substring(0, end)))
                            .as("seed %d: %s below %s", seed, pattern, shown.substring(0, end))
                            .isTrue();
                }
            }
        }
    }

    private static Pattern naive(String pattern, char delimiter) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '%' -> "[^" + delimiter + "]*";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString());
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(8); i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /// Knows the accounts above by their addresses.
    private static final class Names implements Directory {
        @Override
        public Optional<Account> findByLogin(String login, LoginContext context) {
            return ACCOUNTS.stream().filter(a -> a.address().toString().equals(login)).findFirst();
        }

        @Override
        public Optional<Account> account(AccountId id) {
            return ACCOUNTS.stream().filter(account -> account.id().equals(id)).findFirst();
        }

        @Override
        public Resolution resolve(Address address) {
            return new Resolution.Unknown();
        }

        @Override
        public boolean isLocal(Domain domain) {
            return true;
        }

        @Override
        public List<Domain> domains() {
            return List.of(ORG, NET);
        }

        @Override
        public Credentials credentials(LoginContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean owns(AccountId account, Address address) {
            return false;
        }
    }
}
