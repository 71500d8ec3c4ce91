// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.sieve.NotifyMethod.Field;
import org.pabal.sieve.NotifyMethod.Https;
import org.pabal.sieve.NotifyMethod.Mailto;
import org.pabal.sieve.notify.NotifyMethods.Reading;

class NotifyMethodsTest {

    private static Mailto mailto(String uri) {
        assertThat(NotifyMethods.read(uri)).as(uri).isInstanceOf(Reading.Usable.class);
        return (Mailto) ((Reading.Usable) NotifyMethods.read(uri)).method();
    }

    private static String why(String uri) {
        assertThat(NotifyMethods.read(uri)).as(uri).isInstanceOf(Reading.Unusable.class);
        return ((Reading.Unusable) NotifyMethods.read(uri)).why();
    }

    private static List<Address> addresses(String... texts) {
        return java.util.Arrays.stream(texts).map(Address::of).toList();
    }

    /// RFC 6068 §2, §6.
    @Test
    void allPartsOfAMailtoUriAreRead() {
        Mailto all =
                mailto(
                        "mailto:a@example.org,b%40example.org%2Cc@example.org?to=d@example.org"
                                + "&cc=e@example.org,a@example.org&subject=Frop%20%C3%A9&body=one%0D%0Atwo"
                                + "&keywords=k&X-Pager=9");
        assertThat(all.to())
                .isEqualTo(
                        addresses(
                                "a@example.org",
                                "b@example.org",
                                "c@example.org",
                                "d@example.org"));
        assertThat(all.cc()).isEqualTo(addresses("e@example.org"));
        assertThat(all.subject()).contains("Frop é");
        assertThat(all.body()).contains("one\r\ntwo");
        assertThat(all.fields())
                .containsExactly(new Field("Keywords", "k"), new Field("X-Pager", "9"));
    }

    @Test
    void aSchemeMayBeInCapitalsAndTheAddresseesInTheFields() {
        assertThat(mailto("MAILTO:?To=a@example.org").to()).isEqualTo(addresses("a@example.org"));
        assertThat(mailto("mailto:%22a%2Cb%22@example.org").to())
                .isEqualTo(addresses("\"a,b\"@example.org"));
    }

    /// RFC 5436 §2.7: MUST be ignored.
    @Test
    void fieldsThatWouldLieArePassedOver() {
        assertThat(
                        mailto(
                                        "mailto:a@example.org?from=x@y.z&auto-submitted=no&received=x"
                                                + "&message-id=x&date=x&x-priority=1&content-type=x"
                                                + "&sender=x&reply-to=x&x-auto-response-suppress=x&x y=z")
                                .fields())
                .isEmpty();
    }

    /// V13, V14.
    @Test
    void whatCannotBeSentIsRefusedWithItsReason() {
        assertThat(why("mailto:a@example.org?bcc=b@example.org")).contains("bcc");
        assertThat(why("mailto:a@example.org?%62cc=b@example.org")).contains("bcc");
        assertThat(why("mailto:")).contains("nobody");
        assertThat(why("mailto:?subject=x")).contains("nobody");
        assertThat(why("mailto:nobody")).contains("no address");
        assertThat(why("mailto:a@example.org%0d%0aBcc:b@example.org")).contains("no address");
        assertThat(why("mailto:a@example.org?subject=%zz")).contains("%");
        assertThat(why("mailto:a@example.org?subject=%ff")).contains("UTF-8");
        assertThat(why("mailto:a@example.org?subject")).contains("without a name or a value");
        assertThat(why("mailto:a@example.org?" + "x=y&".repeat(20))).contains("more than 16");
        assertThat(why("mailto:" + "a".repeat(5_000))).contains("longer");
        assertThat(why("nonsense")).contains("no URI");
        assertThat(why("https:///path")).contains("host");
        assertThat(why("https://user:pw@example.org/")).contains("user name");
        assertThat(why("https://exa mple.org/")).contains("no URI");
    }

    @Test
    void aSubjectIsOneLineWhateverIsInIt() {
        assertThat(mailto("mailto:a@example.org?subject=x%0D%0ABcc:%20y").subject())
                .contains("x Bcc: y");
    }

    @Test
    void otherSchemesAreUnknownAndHttpIsOneOfThem() {
        for (String uri :
                List.of("http://127.0.0.1/", "xmpp:a@b", "tel:+123", "file:///etc/passwd")) {
            assertThat(NotifyMethods.read(uri)).isInstanceOf(Reading.Unknown.class);
        }
    }

    @Test
    void anHttpsUriIsAsciiAfterwards() {
        Reading reading = NotifyMethods.read("https://hooks.example.org:8443/링?a=b");
        assertThat(reading).isInstanceOf(Reading.Usable.class);
        assertThat(((Https) ((Reading.Usable) reading).method()).uri().toString())
                .isEqualTo("https://hooks.example.org:8443/%EB%A7%81?a=b");
    }

    @Test
    void anyTextIsRead() {
        Random random = new Random(11);
        String letters = "mailto:https/a@b.c?&=%0dbc,\r\n\0é한#";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "mailto:" : "https://");
            for (int j = random.nextInt(20); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(NotifyMethods.read(text.toString())).as("seed 11: " + text).isNotNull();
        }
    }
}
