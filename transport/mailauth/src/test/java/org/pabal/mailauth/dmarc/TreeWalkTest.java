// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.dmarc.TreeWalk.Questions;

/// The walk of RFC 9989 §4.10, by its examples and against a model.
class TreeWalkTest {

    private static TreeWalk walk(String domain, String zone) {
        return walk(domain, ZoneResolver.of(zone));
    }

    private static TreeWalk walk(String domain, ZoneResolver resolver) {
        Questions questions = new Questions(resolver, 100);
        return TreeWalk.begin(domain, questions).complete(questions);
    }

    /// The example of RFC 9989 §4.10.
    @Test
    void aLongNameIsAskedForEightTimes() {
        String domain = "a.b.c.d.e.f.g.h.i.j.mail.example.com";
        assertThat(TreeWalk.above(domain))
                .containsExactly(
                        "g.h.i.j.mail.example.com",
                        "h.i.j.mail.example.com",
                        "i.j.mail.example.com",
                        "j.mail.example.com",
                        "mail.example.com",
                        "example.com",
                        "com");
        ZoneResolver resolver = ZoneResolver.of("example.org. A 192.0.2.1");
        walk(domain, resolver);
        assertThat(resolver.asked()).isEqualTo(8);
    }

    @Test
    void theShortestNameWithARecordIsTheOrganization() {
        TreeWalk walk =
                walk(
                        "a.mail.example.com",
                        """
                        _dmarc.mail.example.com. TXT "v=DMARC1; p=none"
                        _dmarc.example.com.      TXT "v=DMARC1; p=reject"
                        """);
        assertThat(walk.organization()).isEqualTo("example.com");
        assertThat(walk.policy().orElseThrow().domain()).isEqualTo("example.com");
    }

    @Test
    void whoSaysToBeNoSuffixIsTheOrganization() {
        TreeWalk walk =
                walk(
                        "a.mail.example.com",
                        """
                        _dmarc.mail.example.com. TXT "v=DMARC1; p=none; psd=n"
                        _dmarc.example.com.      TXT "v=DMARC1; p=reject"
                        """);
        assertThat(walk.organization()).isEqualTo("mail.example.com");
        assertThat(walk.policy().orElseThrow().domain()).isEqualTo("mail.example.com");
    }

    @Test
    void belowASuffixIsTheOrganization() {
        TreeWalk walk = walk("a.mail.example.com", "_dmarc.com. TXT \"v=DMARC1; p=reject; psd=y\"");
        assertThat(walk.organization()).isEqualTo("example.com");
        assertThat(walk.policy().orElseThrow().domain()).isEqualTo("com");
    }

    @Test
    void aSuffixThatSendsMailIsItsOwnOrganization() {
        TreeWalk walk = walk("gov.example", "_dmarc.gov.example. TXT \"v=DMARC1; p=none; psd=y\"");
        assertThat(walk.organization()).isEqualTo("gov.example");
        assertThat(walk.own()).isPresent();
    }

    /// A registry that publishes a record without `psd=y` does not make all its customers one.
    @Test
    void aTopLevelDomainIsASuffixUnlessItSaysOtherwise() {
        assertThat(walk("a.example.com", "_dmarc.com. TXT \"v=DMARC1; p=none\"").organization())
                .isEqualTo("example.com");
        assertThat(
                        walk("a.example.com", "_dmarc.com. TXT \"v=DMARC1; p=none; psd=n\"")
                                .organization())
                .isEqualTo("com");
    }

    @Test
    void withoutRecordsADomainIsItsOwnOrganization() {
        TreeWalk walk = walk("a.example.com", "example.com. A 192.0.2.1");
        assertThat(walk.organization()).isEqualTo("a.example.com");
        assertThat(walk.policy()).isEmpty();
    }

    @Test
    void severalRecordsAreNone() {
        TreeWalk walk =
                walk(
                        "a.example.com",
                        """
                        _dmarc.a.example.com. TXT "v=DMARC1; p=none"
                        _dmarc.a.example.com. TXT "v=DMARC1; p=reject"
                        _dmarc.example.com.   TXT "v=spf1 -all"
                        _dmarc.example.com.   TXT "v=DMARC1; p=quarantine"
                        """);
        assertThat(walk.policy().orElseThrow().domain()).isEqualTo("example.com");
    }

    @Test
    void aNameTooLongToAskForHasNoRecord() {
        String domain = String.join(".", java.util.Collections.nCopies(4, "a".repeat(62)));
        TreeWalk walk = walk(domain, "_dmarc." + "a".repeat(62) + ". TXT \"v=DMARC1; p=none\"");
        assertThat(walk.trouble()).isEmpty();
        assertThat(walk.own()).isEmpty();
        assertThat(walk.policy()).isPresent();
    }

    @Test
    void aQuestionWithoutAnswerEndsTheWalk() {
        TreeWalk walk =
                walk(
                        "a.b.example.com",
                        """
                        _dmarc.b.example.com. TIMEOUT
                        _dmarc.example.com.   TXT "v=DMARC1; p=reject"
                        """);
        assertThat(walk.trouble().orElseThrow()).startsWith("_dmarc.b.example.com: ");
    }

    /// Random trees against RFC 9989 §4.10 as a list of all names, filtered.
    @Test
    void anyTreeIsWalkedLikeTheModel() {
        long seed = 4711;
        Random random = new Random(seed);
        for (int round = 0; round < 4_000; round++) {
            String domain = domain(random);
            TreeMap<String, String> records = new TreeMap<>();
            for (String name : names(domain)) {
                if (random.nextInt(3) == 0) {
                    records.put(name, List.of("u", "u", "u", "y", "n").get(random.nextInt(5)));
                }
            }
            StringBuilder zone = new StringBuilder("unrelated.example. A 192.0.2.1\n");
            records.forEach((name, psd) ->
                    zone.append("_dmarc.")
                            .append(name)
                            .append(". TXT \"v=DMARC1; p=none; psd=")
                            .append(psd)
                            .append("\"\n"));
            TreeWalk walk = walk(domain, zone.toString());
            String shown = "seed " + seed + ", round " + round + ": " + domain + " " + records;
            Model model = new Model(domain, records);
            assertThat(walk.organization()).as(shown).isEqualTo(model.organization());
            assertThat(walk.policy().map(TreeWalk.Found::domain))
                    .as(shown)
                    .isEqualTo(model.policy());
        }
    }

    private static String domain(Random random) {
        List<String> labels = new ArrayList<>();
        for (int n = 1 + random.nextInt(12); n > 0; n--) {
            labels.add(String.valueOf((char) ('a' + random.nextInt(3))));
        }
        return String.join(".", labels);
    }

    private static List<String> names(String domain) {
        String[] labels = domain.split("\\.", -1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            names.add(String.join(".", Arrays.copyOfRange(labels, i, labels.length)));
        }
        return names;
    }

    /// The text of the RFC, without care for questions.
    private record Model(String domain, TreeMap<String, String> psd) {

        private List<String> seen() {
            List<String> seen = new ArrayList<>();
            for (String name : names(domain)) {
                int labels = name.split("\\.", -1).length;
                if (!name.equals(domain) && labels > 7 || !psd.containsKey(name)) {
                    continue;
                }
                seen.add(name);
                if (!psd.get(name).equals("u")) {
                    break;
                }
            }
            return seen;
        }

        private boolean isSuffix(String name) {
            return psd.get(name).equals("y") || psd.get(name).equals("u") && !name.contains(".");
        }

        String organization() {
            for (String name : seen()) {
                if (psd.get(name).equals("n")) {
                    return name;
                }
                if (isSuffix(name) && !name.equals(domain)) {
                    List<String> all = names(domain);
                    return all.get(all.indexOf(name) - 1);
                }
            }
            return seen().isEmpty() ? domain : seen().getLast();
        }

        Optional<String> policy() {
            List<String> seen = seen();
            if (seen.contains(domain)) {
                return Optional.of(domain);
            }
            if (seen.contains(organization())) {
                return Optional.of(organization());
            }
            return seen.stream().filter(this::isSuffix).findFirst();
        }
    }
}
