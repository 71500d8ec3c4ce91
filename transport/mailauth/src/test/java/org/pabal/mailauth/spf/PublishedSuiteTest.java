// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneText;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The test suite of RFC 7208 that implementers share: all of it.
class PublishedSuiteTest {
    /// What the suite calls the text of a receiver that got no explanation.
    private static final String NO_EXPLANATION = "DEFAULT";

    private static final List<String> TYPES = List.of("A", "AAAA", "MX", "PTR", "TXT", "CNAME");

    @TestFactory
    Stream<DynamicTest> everyTestHasItsResult() throws Exception {
        return documents().stream().flatMap(PublishedSuiteTest::tests);
    }

    @Test
    void theSuiteIsWhole() throws Exception {
        assertThat(documents().stream().mapToInt(one -> map(one.get("tests")).size()).sum())
                .isEqualTo(203);
    }

    private static List<Map<String, Object>> documents() throws Exception {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (InputStream suite =
                Objects.requireNonNull(
                        PublishedSuiteTest.class.getResourceAsStream(
                                "/spf-rfc7208/rfc7208-tests.yml"))) {
            var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
            for (Object document : new Load(settings).loadAllFromInputStream(suite)) {
                documents.add(map(document));
            }
        }
        return documents;
    }

    private static Stream<DynamicTest> tests(Map<String, Object> document) {
        Resolver zone = zone(map(document.get("zonedata")));
        return map(document.get("tests")).entrySet().stream()
                .map(test ->
                        DynamicTest.dynamicTest(
                                document.get("description") + ": " + test.getKey(),
                                () -> run(zone, map(test.getValue()))));
    }

    private static void run(Resolver zone, Map<String, Object> test) {
        String helo = text(test.get("helo"));
        var checker =
                new SpfChecker(zone, SpfLimits.standard(), "receiver", InstantSource.system());
        SpfOutcome outcome =
                checker.check(
                        identity(text(test.get("mailfrom")), helo),
                        InetAddress.ofLiteral(text(test.get("host"))),
                        helo);
        assertThat(accepted(test.get("result")))
                .as(() -> String.join("\n", outcome.steps()))
                .contains(outcome.result().word());
        if (test.get("explanation") instanceof String explanation) {
            assertThat(outcome.explanation())
                    .isEqualTo(explanation.equals(NO_EXPLANATION) ? "" : explanation);
        }
    }

    /// The suite's reverse-paths need not be ones that SMTP would take.
    private static SpfIdentity identity(String from, String helo) {
        if (from.isEmpty()) {
            return SpfChecker.mailFrom(ReversePath.NULL, helo);
        }
        int at = from.lastIndexOf('@');
        String localPart = from.substring(0, at);
        return new SpfIdentity.MailFrom(
                new Address(
                        localPart.isEmpty() ? "postmaster" : localPart,
                        new Domain(from.substring(at + 1).toLowerCase(Locale.ROOT))));
    }

    private static List<String> accepted(Object result) {
        return result instanceof List<?> several
                ? several.stream().map(PublishedSuiteTest::text).toList()
                : List.of(text(result));
    }

    /// Records of the type SPF stand for TXT where a name has none of its own. TIMEOUT holds for the
    /// types that a name has no records of.
    private static Resolver zone(Map<String, Object> data) {
        ZoneText zone = new ZoneText();
        data.forEach((name, entries) -> {
            List<?> records = (List<?>) entries;
            boolean ownTxt =
                    records.stream()
                            .anyMatch(one -> one instanceof Map<?, ?> r && r.containsKey("TXT"));
            Set<String> present = new HashSet<>();
            for (Object record : records) {
                if (record instanceof Map<?, ?> typed) {
                    typed.forEach(
                            (type, value) -> add(zone, present, name, ownTxt, text(type), value));
                }
            }
            if (records.contains("TIMEOUT")) {
                TYPES.stream()
                        .filter(type -> !present.contains(type))
                        .forEach(type -> zone.record(escaped(name), type, "TIMEOUT"));
            }
        });
        return zone.build();
    }

    private static void add(
            ZoneText zone,
            Set<String> present,
            String name,
            boolean ownTxt,
            String type,
            Object value) {
        boolean isTxt = type.equals("TXT") || type.equals("SPF") && !ownTxt;
        if (isTxt && !value.equals("NONE")) {
            zone.txt(escaped(name), strings(value));
            present.add("TXT");
        } else if (!type.equals("SPF") && !type.equals("TXT")) {
            zone.record(escaped(name), type, data(value));
            present.add(type);
        }
    }

    private static String strings(Object value) {
        return value instanceof List<?> several
                ? String.join("", several.stream().map(PublishedSuiteTest::text).toList())
                : text(value);
    }

    private static String data(Object value) {
        if (value instanceof List<?> mx) {
            String host = text(mx.get(1));
            return text(mx.get(0)) + " " + (host.isEmpty() ? "." : host);
        }
        return text(value);
    }

    private static String escaped(String name) {
        return name.replace(" ", "\\032");
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
