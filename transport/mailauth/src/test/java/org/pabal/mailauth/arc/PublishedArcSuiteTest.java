// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneText;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dkim.Messages;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The suite of ValiMail, resources/arc-valimail/SOURCE.md.
class PublishedArcSuiteTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));

    /// Where we answer otherwise, and why.
    private static final Map<String, ArcResult> DEVIATIONS =
            Map.of(
                    // The draft gave no verdict where a seal says that the chain was broken before;
                    // RFC 8617 §5.2, steps 2 and 3: it is `fail`.
                    "cv_fail_i1_as_cv_fail", ArcResult.FAIL,
                    "cv_fail_i2_as2_fail", ArcResult.FAIL,
                    "cv_fail_i2_as1_fail", ArcResult.FAIL,
                    // A signature over no header field at all: what it vouches for could be put
                    // under
                    // any From. RFC 6376 §5.4, to which RFC 8617 §4.1.2 refers, wants From signed.
                    "ams_fields_h_empty", ArcResult.FAIL);

    private record Case(String name, String message, String expected, Resolver resolver) {}

    @TestFactory
    Stream<DynamicTest> chainsAreValidatedAsTheSuiteSays() {
        return cases().stream().map(one -> dynamicTest(one.name(), () -> check(one)));
    }

    @Test
    void theSuiteIsComplete() {
        // Four names stand twice in one mapping of the file: the later of them counts.
        assertThat(cases()).hasSize(171);
        assertThat(cases().stream().map(Case::name)).containsAll(DEVIATIONS.keySet());
    }

    private static void check(Case one) {
        ArcVerifier verifier =
                new ArcVerifier(new DkimVerifier(one.resolver(), DkimRules.standard(), CLOCK));
        ArcOutcome outcome = Messages.validate(verifier, Messages.onTheWire(one.message()));
        ArcResult expected =
                one.expected().isEmpty()
                        ? ArcResult.NONE
                        : ArcResult.valueOf(one.expected().toUpperCase(Locale.ROOT));
        assertThat(outcome.result())
                .as("%s", outcome.reason())
                .isEqualTo(DEVIATIONS.getOrDefault(one.name(), expected));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
        // An empty value before a line of blanks is no YAML for a strict reader.
        String yaml =
                Messages.text("arc-valimail/arc-draft-validation-tests.yml")
                        .replaceAll("(?m)^ {1,6}$", "");
        for (Object document : new Load(settings).loadAllFromString(yaml)) {
            Map<?, ?> scenario = (Map<?, ?>) document;
            Resolver resolver = zone((Map<?, ?>) scenario.get("txt-records"));
            for (Map.Entry<?, ?> test : ((Map<?, ?>) scenario.get("tests")).entrySet()) {
                Map<?, ?> values = (Map<?, ?>) test.getValue();
                cases.add(
                        new Case(
                                String.valueOf(test.getKey()),
                                String.valueOf(values.get("message")),
                                Objects.toString(values.get("cv"), ""),
                                resolver));
            }
        }
        return cases;
    }

    private static Resolver zone(Map<?, ?> records) {
        ZoneText zone = new ZoneText();
        records.forEach((name, text) -> zone.txt(String.valueOf(name), String.valueOf(text)));
        return zone.build();
    }
}
