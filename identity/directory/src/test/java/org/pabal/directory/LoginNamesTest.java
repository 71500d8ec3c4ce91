// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;

class LoginNamesTest {
    private static final LoginContext ANYWHERE = LoginContext.ANYWHERE;

    private static LoginNames of(String... domains) {
        List<Domain> all = java.util.stream.Stream.of(domains).map(Domain::of).toList();
        return new LoginNames(
                new LoginNames.OurDomains() {
                    @Override
                    public boolean isLocal(Domain domain) {
                        return all.contains(domain) || domain.equals(Domain.of("other.example"));
                    }

                    @Override
                    public List<Domain> domains() {
                        return all;
                    }
                });
    }

    private static String read(LoginNames names, String login) {
        return names.address(login, ANYWHERE).map(Address::toString).orElse("nobody");
    }

    @Test
    void oneAccountHasManySpellings() {
        LoginNames names = of("예시.example", "b.example");
        String composed = "한글@예시.example";
        for (String same :
                List.of(
                        composed,
                        Normalizer.normalize(composed, Normalizer.Form.NFD),
                        "한글@예시.EXAMPLE",
                        "한글@" + Domain.of("예시.example").toAscii(),
                        "예시\\한글",
                        "예시.example\\한글",
                        Domain.of("예시.example").toAscii() + "\\한글")) {
            assertThat(read(names, same)).as(same).isEqualTo(composed);
        }
        assertThat(read(names, "B\\BOB")).isEqualTo("bob@b.example");
        assertThat(read(names, "bob")).isEqualTo("nobody");
        LoginContext there = LoginContext.within(Domain.of("b.example"));
        assertThat(names.address("Bob", there)).contains(Address.of("bob@b.example"));
        assertThat(names.address("예시\\bob", there)).contains(Address.of("bob@예시.example"));
        assertThat(read(of("b.example"), "bob")).isEqualTo("bob@b.example");
        assertThat(read(names, "other.example\\bob")).isEqualTo("bob@other.example");
    }

    @Test
    void aDomainBeforeTheNameMustBeTheOnlyOne() {
        LoginNames names = of("mail.example", "mail.example.net", "mailbox.example");
        assertThat(read(names, "mail\\bob")).isEqualTo("nobody");
        assertThat(read(names, "mail.example\\bob")).isEqualTo("bob@mail.example");
        assertThat(read(names, "mailbox\\bob")).isEqualTo("bob@mailbox.example");
        assertThat(read(names, "mailb\\bob")).isEqualTo("nobody");
        assertThat(names.explain("mail\\bob", ANYWHERE, _ -> false))
                .isEqualTo(
                        "several domains of ours begin with mail, mail.example and"
                                + " mail.example.net among them");
    }

    @Test
    void nothingIsExpandedOrUnescaped() { // THREATS A12
        LoginNames names = of("a.example");
        for (String nobody :
                List.of(
                        "",
                        "bob\0",
                        "bob\u007f",
                        "bob\u0085",
                        "a\\b\\bob",
                        "\\bob",
                        "a\\",
                        "a\\bob@a.example",
                        "\"b\\ob\"@a.example",
                        "*\\bob",
                        "../a\\bob",
                        "b".repeat(256),
                        "\uac00".repeat(86))) {
            assertThat(read(names, nobody)).as(nobody).isEqualTo("nobody");
        }
        for (String itself : List.of("b%b", "b*b", "b+x", "b/b")) {
            assertThat(read(names, itself)).isEqualTo(itself + "@a.example");
        }
    }

    @Test
    void theLogIsToldWhoWasTriedAndWhoElseThereIs() {
        LoginNames names = of("a.example", "b.example", "c.example");
        Set<Address> accounts =
                Set.of(
                        Address.of("bob@a.example"),
                        Address.of("bob@b.example"),
                        Address.of("eve@c.example"));
        assertThat(names.explain("bob", ANYWHERE, accounts::contains))
                .isEqualTo(
                        "bob was tried without a domain, which no listener address, TLS name or"
                                + " setting gives; bob@a.example and bob@b.example exist");
        assertThat(names.explain("Eve@a.example", ANYWHERE, accounts::contains))
                .isEqualTo(
                        "Eve@a.example was tried as it stands: eve@a.example is no account that may"
                                + " log in; eve@c.example exists");
        LoginContext inC = LoginContext.within(Domain.of("c.example"));
        assertThat(names.explain("bob", inC, accounts::contains))
                .startsWith("bob was tried in the domain that the connection means: bob@c.example");
        assertThat(names.explain("eve", inC, accounts::contains)).isEmpty();
        assertThat(names.explain("x".repeat(300), ANYWHERE, accounts::contains))
                .isEqualTo("the name is longer than 255 octets");
    }

    /// Whatever the name, an answer, and the same one in capitals.
    @Test
    void anyNameIsReadInOneWay() {
        long seed = 11;
        Random random = new Random(seed);
        LoginNames names = of("a.example", "b.example");
        String letters = "aAbB@\\.%*+\"/ \0\u00e9가x";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder login = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                login.append(letters.charAt(random.nextInt(letters.length())));
            }
            String text = login.toString();
            Optional<Address> read = names.address(text, ANYWHERE);
            assertThat(names.address(asciiUpper(text), ANYWHERE))
                    .as("seed " + seed + " round " + round)
                    .isEqualTo(read);
            assertThat(names.explain(text, ANYWHERE, _ -> false)).isNotEmpty();
            read.ifPresent(address -> assertThat(address).isEqualTo(address.lookupForm()));
        }
    }

    private static String asciiUpper(String text) {
        StringBuilder upper = new StringBuilder();
        text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - 32 : c)));
        return upper.toString();
    }
}
