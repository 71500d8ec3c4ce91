// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.AddressList.Group;
import org.pabal.message.mime.AddressList.Mailbox;

final class AddressListTest {

    private static Mailbox mailbox(String name, String localPart, String domain) {
        return new Mailbox(
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                Optional.empty(),
                localPart,
                domain);
    }

    @Test
    void examplesOfRfc5322() {
        assertThat(
                        AddressList.parse(
                                "Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>"))
                .containsExactly(
                        mailbox("Mary Smith", "mary", "x.test"),
                        mailbox("", "jdoe", "example.org"),
                        mailbox("Who?", "one", "y.test"));
        assertThat(
                        AddressList.parse(
                                "<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>"))
                .containsExactly(
                        mailbox("", "boss", "nil.test"),
                        mailbox("Giant; \"Big\" Box", "sysservices", "example.net"));
        assertThat(
                        AddressList.parse(
                                "A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;"))
                .containsExactly(
                        new Group(
                                "A Group",
                                List.of(
                                        mailbox("Ed Jones", "c", "a.test"),
                                        mailbox("", "joe", "where.test"),
                                        mailbox("John", "jdoe", "one.test"))));
        assertThat(AddressList.parse("Undisclosed recipients:;, a@b"))
                .containsExactly(
                        new Group("Undisclosed recipients", List.of()), mailbox("", "a", "b"));
        assertThat(
                        AddressList.parse(
                                "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>"))
                .containsExactly(mailbox("Pete", "pete", "silly.test"));
        assertThat(
                        AddressList.parse(
                                "Joe Q. Public <john.q.public@example.com>,\r\n"
                                        + " Mary Smith <@node.test:mary@example.net>, , jdoe@test   . example"))
                .containsExactly(
                        mailbox("Joe Q. Public", "john.q.public", "example.com"),
                        new Mailbox(
                                Optional.of("Mary Smith"),
                                Optional.of("@node.test"),
                                "mary",
                                "example.net"),
                        mailbox("", "jdoe", "test.example"));
    }

    @Test
    void commentsNameAMailboxThatHasNoOtherName() {
        assertThat(AddressList.parse("bob@example.org (Bob \\(B\\) Smith)"))
                .containsExactly(mailbox("Bob (B) Smith", "bob", "example.org"));
    }

    @Test
    void quotedLocalPartsAndLiterals() {
        assertThat(AddressList.parse("\"a@b, c\"@[IPv6:::1], x . y@z"))
                .containsExactly(mailbox("", "a@b, c", "[IPv6:::1]"), mailbox("", "x.y", "z"));
    }

    @Test
    void m09StrangeFromFieldsAreGivenAsTheyAre() {
        assertThat(AddressList.parse("a@x, b@y")).hasSize(2);
        assertThat(AddressList.parse("<>")).isEmpty();
        assertThat(AddressList.parse("")).isEmpty();
        assertThat(AddressList.parse("just words")).containsExactly(mailbox("", "just words", ""));
        assertThat(AddressList.parse("Name <nobody>"))
                .containsExactly(mailbox("Name", "nobody", ""));
        assertThat(AddressList.parse("Name <a@b, c@d")).hasSize(2);
        assertThat(AddressList.parse("\"unclosed <a@b>")).hasSize(1);
        assertThat(AddressList.parse("a@b; c@d")).hasSize(2);
    }

    @Test
    void m11TheAddressInBracketsIsTheAddress() {
        assertThat(AddressList.parse("\"ceo@example.org\" <x@evil.test>"))
                .containsExactly(mailbox("ceo@example.org", "x", "evil.test"));
        assertThat(AddressList.parse("ceo@example.org <x@evil.test>"))
                .containsExactly(mailbox("ceo@example.org", "x", "evil.test"));
        assertThat(AddressList.parse("a@b@evil.test"))
                .containsExactly(mailbox("", "a@b", "evil.test"));
    }

    @Test
    void m03ManyAddressesCostLittle() {
        String field = ("Some Name <somebody@example.org>, ".repeat(100));
        int count = 0;
        for (int i = 0; i < 9_000; i++) {
            count += AddressList.parse(field).size();
        }
        assertThat(count).isEqualTo(900_000);
        assertThat(AddressList.parse("<@,".repeat(300_000))).isNotNull();
        assertThat(AddressList.parse("(".repeat(500_000))).isEmpty();
        assertThat(AddressList.parse("a:".repeat(300_000))).isNotNull();
        assertThat(AddressList.parse(" .@".repeat(300_000))).isNotNull();
    }

    @Test
    void anyTextGivesAList() {
        long seed = 31;
        var random = new Random(seed);
        String alphabet = "ab <>@,;:.\"()\\[] \r\n\u00BE\0";
        for (int n = 0; n < 100_000; n++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(AddressList.parse(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isNotNull();
        }
        assertThat(AddressList.mailboxes(new HeaderField("To", " g: a@b, c@d;, e@f"))).hasSize(3);
    }
}
