// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;

class UrlReaderTest {
    @Test
    void aUrlHasASchemeAHostAndADomain() {
        Link link = read("HTTP://Www.Example.CO.KR:8080/a?b#c");
        assertThat(link.scheme()).isEqualTo("http");
        assertThat(link.host()).isEqualTo("www.example.co.kr");
        assertThat(link.domain()).isEqualTo("example.co.kr");
        assertThat(link.path()).isEqualTo("/a?b#c");
        assertThat(link.tricks()).isEmpty();
    }

    @Test
    void theHostStandsBehindTheLastAt() {
        tricked("https://bank.example@evil.net/", "evil.net", Trick.USER_IN_FRONT);
        tricked("http://bank.example:x@y@evil.net", "evil.net", Trick.USER_IN_FRONT);
        tricked("http://evil.net\\@bank.example/", "evil.net");
        tricked("http://evil.net?@bank.example/", "evil.net");
    }

    @Test
    void addressesInOddNumbersAreAddresses() {
        tricked("http://192.0.2.7/", "192.0.2.7", Trick.ADDRESS);
        for (String odd :
                new String[] {
                    "3221225991",
                    "0xC0000207",
                    "0300.0.2.7",
                    "192.0.519",
                    "0xc0.0.0x207",
                    "192.0.2.7.",
                    "%31%39%32.0.2.7"
                }) {
            Link link = read("http://" + odd + "/");
            assertThat(link.host()).as(odd).isEqualTo("192.0.2.7");
            assertThat(link.tricks()).as(odd).contains(Trick.ADDRESS);
        }
        tricked("http://3221225991/", "192.0.2.7", Trick.ADDRESS, Trick.DISGUISED_ADDRESS);
        assertThat(read("http://192.0.2.256/").host()).isEmpty();
        assertThat(read("http://[2001:DB8::1]:80/").host()).isEqualTo("[2001:db8::1]");
    }

    @Test
    void slashesAreCountedAsBrowsersDo() {
        tricked("http:///evil.net/x", "evil.net", Trick.ODD_SLASHES);
        tricked("http:evil.net", "evil.net", Trick.ODD_SLASHES);
        tricked("https:\\\\evil.net\\x", "evil.net", Trick.ODD_SLASHES);
        tricked("//evil.net/x", "evil.net");
    }

    @Test
    void hostsAreDecoded() {
        tricked("http://%65vil.n%65t/", "evil.net", Trick.ENCODED_HOST);
        tricked("http://ev\til.n\net/", "evil.net", Trick.INVISIBLE_CHARACTERS);
        tricked("http://evil。net/", "evil.net");
        tricked("http://한국.kr/", "xn--3e0b707e.kr", Trick.INTERNATIONAL);
        tricked("http://xn--3e0b707e.kr/", "xn--3e0b707e.kr", Trick.INTERNATIONAL);
        assertThat(read("http://раypal.com/").tricks()).contains(Trick.MIXED_SCRIPTS);
        assertThat(read("http://paypal.com:4242/").tricks()).contains(Trick.ODD_PORT);
    }

    @Test
    void otherSchemes() {
        assertThat(read("mailto:bob@Example.org?subject=x").host()).isEqualTo("example.org");
        assertThat(read("data:text/html,x").tricks()).containsExactly(Trick.DATA);
        assertThat(read("java\nscript:alert(1)").tricks()).containsExactly(Trick.SCRIPT);
        assertThat(read("page.html").scheme()).isEmpty();
        assertThat(UrlReader.read(Place.ANCHOR, "page.html", "", "evil.net").host())
                .isEqualTo("evil.net");
    }

    private static void tricked(String url, String host, Trick... tricks) {
        Link link = read(url);
        assertThat(link.host()).as(url).isEqualTo(host);
        assertThat(link.tricks()).as(url).containsExactlyInAnyOrder(tricks);
    }

    private static Link read(String url) {
        return UrlReader.read(Place.ANCHOR, url, "", "");
    }
}
