// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;

class LinksTest {
    @Test
    void linksInText() {
        assertThat(hosts("See http://a.example.com/x, or (www.b.example.net). Or c.example.co.kr!"))
                .containsExactly("a.example.com", "www.b.example.net", "c.example.co.kr");
        assertThat(hosts("visit:http://a.com/<br> \"https://b.com\" ftp://c.com"))
                .containsExactly("a.com", "b.com", "c.com");
        assertThat(hosts("한국어로http://a.kr을 보라")).hasSize(1);
    }

    @Test
    void filesSentencesAndAddressesAreNoLinks() {
        assertThat(hosts("Main.java README.md a.py run.sh e.g. this.That bob@example.com 3.14"))
                .isEmpty();
    }

    @Test
    void aLinkThatShowsAnotherHost() {
        assertThat(anchor("http://evil.net/", "https://www.bank.com/login"))
                .contains(Trick.SHOWS_OTHER_HOST);
        assertThat(anchor("http://evil.net/", "bank.com")).contains(Trick.SHOWS_OTHER_HOST);
        assertThat(anchor("http://192.0.2.1/", "www.bank.com")).contains(Trick.SHOWS_OTHER_HOST);
        assertThat(anchor("http://login.bank.com/", "www.bank.com")).isEmpty();
        assertThat(anchor("http://evil.net/", "our partner bank.com is great")).isEmpty();
        assertThat(anchor("http://evil.net/", "bob@bank.com")).isEmpty();
    }

    @Test
    void linksWithinLinks() {
        Links links = new Links();
        links.add(Place.ANCHOR, "http://good.com/r?url=http%3A%2F%2Fevil.net%2Fx&y=1", "");
        links.add(Place.ANCHOR, "http://good.com/to/http://worse.net/", "");
        assertThat(links.all())
                .extracting(Link::host)
                .containsExactly("good.com", "evil.net", "worse.net");
        assertThat(links.all().getFirst().tricks()).containsExactly(Trick.REDIRECT);
        assertThat(links.all().get(1).place()).isEqualTo(Place.REDIRECT);
    }

    @Test
    void oneOfEachHostAndNotTooMany() {
        Links links = new Links();
        for (int i = 0; i < 10_000; i++) {
            links.add(Place.ANCHOR, "http://a.com/" + i, "");
        }
        assertThat(links.all()).hasSize(1);
        Links many = new Links();
        for (int i = 0; i < 10_000; i++) {
            many.add(Place.ANCHOR, "http://a" + i + ".com/", "");
        }
        assertThat(many.all()).hasSize(ReadingLimits.LINKS);
    }

    private static java.util.Set<Trick> anchor(String href, String shown) {
        Links links = new Links();
        links.add(Place.ANCHOR, href, shown);
        java.util.Set<Trick> tricks = new java.util.HashSet<>(links.all().getFirst().tricks());
        tricks.remove(Trick.ADDRESS);
        return tricks;
    }

    private static List<String> hosts(String text) {
        Links links = new Links();
        TextLinks.find(text, 0, text.length(), links);
        return links.all().stream().map(Link::host).toList();
    }
}
