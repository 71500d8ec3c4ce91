// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.http.TrustedProxies.Fields;
import org.pabal.http.TrustedProxies.Told;
import org.pabal.wire.IpNetwork;

class TrustedProxiesTest {
    private static final InetSocketAddress PROXY = at("10.0.0.1", 5000);

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static Told told(Fields kind, Map<String, List<String>> fields) {
        return new TrustedProxies(List.of(IpNetwork.parse("10.0.0.0/8")), kind)
                .read(PROXY, name -> fields.getOrDefault(name, List.of()));
    }

    private static Told x(String forwardedFor) {
        return told(Fields.X_FORWARDED, Map.of("X-Forwarded-For", List.of(forwardedFor)));
    }

    private static Told forwarded(String... values) {
        return told(Fields.FORWARDED, Map.of("Forwarded", List.of(values)));
    }

    @Test
    void theLastThatIsNoProxyIsTheClient() {
        assertThat(x("203.0.113.5").client()).isEqualTo(at("203.0.113.5", 0));
        assertThat(x("6.6.6.6, 203.0.113.5").client())
                .as("the client wrote the first")
                .isEqualTo(at("203.0.113.5", 0));
        assertThat(x("6.6.6.6, 203.0.113.5, 10.0.0.9").client()).isEqualTo(at("203.0.113.5", 0));
        assertThat(x("10.0.0.3, 10.0.0.9").client()).isEqualTo(at("10.0.0.3", 0));
        assertThat(x("[2001:db8::1]:4711").client()).isEqualTo(at("2001:db8::1", 4711));
        assertThat(x("2001:db8::1").client()).isEqualTo(at("2001:db8::1", 0));
        assertThat(x("203.0.113.5:99").client()).isEqualTo(at("203.0.113.5", 99));
        for (String nothing :
                List.of("", "unknown", "_hidden", "203.0.113.5, rubbish", ",", "[::1", "x:y:z")) {
            assertThat(x(nothing).client()).as(nothing).isEqualTo(PROXY);
        }
    }

    @Test
    void forwardedOfRfc7239() {
        Told told =
                forwarded(
                        "for=6.6.6.6;host=evil.example, for=\"[2001:db8:cafe::17]:4711\";proto=https;host=\"web.example:8443\";by=_x",
                        "For=10.0.0.9;Proto=http");
        assertThat(told.client()).isEqualTo(at("2001:db8:cafe::17", 4711));
        assertThat(told.isSecure()).contains(true);
        assertThat(told.host()).contains("web.example:8443");
        assertThat(forwarded("for=_hidden;proto=https").client()).isEqualTo(PROXY);
        assertThat(forwarded("for=_hidden;proto=https").isSecure()).contains(true);
        assertThat(forwarded("for=\"a\\\",b\";proto=https").isSecure()).contains(true);
    }

    @Test
    void oneKindOfFieldsOnly() {
        Map<String, List<String>> both =
                Map.of(
                        "X-Forwarded-For", List.of("203.0.113.5"),
                        "X-Forwarded-Proto", List.of("https"),
                        "Forwarded", List.of("for=198.51.100.6;proto=http"));
        assertThat(told(Fields.X_FORWARDED, both).client()).isEqualTo(at("203.0.113.5", 0));
        assertThat(told(Fields.X_FORWARDED, both).isSecure()).contains(true);
        assertThat(told(Fields.FORWARDED, both).client()).isEqualTo(at("198.51.100.6", 0));
        assertThat(told(Fields.FORWARDED, both).isSecure()).contains(false);
    }

    @Test
    void prefixesArePlain() {
        for (String prefix : List.of("/mail", "/a/b-c", "/mail/")) {
            assertThat(prefix(prefix)).isEqualTo(prefix.replaceAll("/$", ""));
        }
        for (String prefix :
                List.of(
                        "",
                        "/",
                        "mail",
                        "//evil.example",
                        "/a//b",
                        "/..",
                        "/a/../b",
                        "/.",
                        "/a\"b",
                        "/a b",
                        "/%2e",
                        "/a?b")) {
            assertThat(prefix(prefix)).as(prefix).isEmpty();
        }
    }

    private static String prefix(String prefix) {
        return told(Fields.X_FORWARDED, Map.of("X-Forwarded-Prefix", List.of(prefix))).prefix();
    }

    @Test
    void anyOctetsAreRead() {
        Random random = new Random(20261121);
        String letters = "for=;,\"\\[]:.0123456789_ahprost ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(forwarded(text.toString()).client()).as("%s", text).isNotNull();
            assertThat(x(text.toString()).client()).as("%s", text).isNotNull();
        }
    }

    @Test
    void namesThatAreOurs() {
        OwnNames names = new OwnNames("mail.example", Set.of("web.example")::contains);
        InetAddress here = InetAddress.ofLiteral("2001:db8::1");
        assertThat(names.hostFor(Optional.of("WEB.example:8443"))).isEqualTo("web.example:8443");
        assertThat(names.hostFor(Optional.of("[2001:DB8::1]:443"), here))
                .isEqualTo("[2001:db8::1]:443");
        assertThat(names.hostFor(Optional.of("localhost:8443"), InetAddress.getLoopbackAddress()))
                .isEqualTo("localhost:8443");
        for (String other :
                List.of(
                        "localhost",
                        "evil.example",
                        "",
                        "web.example@evil",
                        "[::1]",
                        "web.example:x",
                        "web.example/..",
                        "2001:db8::1")) {
            assertThat(names.hostFor(Optional.of(other), here)).as(other).isEqualTo("mail.example");
        }
        assertThat(names.hostFor(Optional.empty())).isEqualTo("mail.example");
    }
}
